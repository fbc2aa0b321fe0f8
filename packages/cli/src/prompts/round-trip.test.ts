import fc from 'fast-check';
import { project } from '../apply/testing/project';
import { pullInto } from '../sync/pull-into';
import { readSynced, syncThroughGraph } from '../sync/sync-graph';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { syncedPrompts } from './synced-prompts';

let on: TestProduct;
beforeAll(async () => {
  on = await openTestProduct();
}, 120_000);
afterAll(() => on.close());

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
/** No template syntax, and whatever else a text can hold. */
const text = fc
  .oneof(
    word,
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('yes', ' a\n\n b', 'x\r\ny ', '- z: #', '1\n\n', '*a', '\ufeffbom'),
  )
  .map((one) => one.replace(/[{}\0#%]/g, '').toWellFormed());
const json = fc
  .jsonValue({ maxDepth: 2, noUnicodeString: false } as never)
  .map((one) => JSON.parse(JSON.stringify(one).replace(/\\u0000|\\ud[89a-f]../gi, '')));
const names = ['a', 'b'];
const value = fc.oneof(json, fc.constantFrom(null, '', 0, false));

const variable = (name: string) =>
  fc.record(
    {
      name: fc.constant(name),
      required: fc.boolean(),
      default: value,
      description: text,
      schema: fc.constantFrom({}, { type: ['string', 'null'] }),
    },
    { requiredKeys: ['name'] },
  );
const behaviour = fc.oneof(
  text.map((template) => ({ template })),
  fc
    .array(fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), template: text }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((messages) => ({ messages })),
);
const content = fc
  .tuple(
    behaviour,
    fc.record(
      {
        description: text,
        status: fc.constantFrom('DRAFT', 'ACTIVE'),
        syntax: fc.constantFrom('JINJA', 'MUSTACHE'),
        variables: fc.subarray(names).chain((some) => fc.tuple(...some.map(variable))),
        params: fc.dictionary(word, json, { maxKeys: 3 }),
        responseSchema: fc.constantFrom({ type: 'object' }, { properties: { a: { enum: ['x', null] } } }),
        replies: fc.array(
          fc.record({ when: fc.array(word, { maxLength: 2 }), reply: fc.constantFrom('Yes.', 'a: b\n', ' x') }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([one, more]) => ({ ...one, ...more }));

type Act =
  | { readonly do: 'create'; readonly input: object }
  | { readonly do: 'label'; readonly version: number; readonly label: string }
  | { readonly do: 'describe'; readonly version: number; readonly description: string };
const number = fc.integer({ min: 1, max: 3 });
const act: fc.Arbitrary<Act> = fc.oneof(
  content.map((input) => ({ do: 'create' as const, input })),
  fc.record({ do: fc.constant('label' as const), version: number, label: word }),
  fc.record({ do: fc.constant('describe' as const), version: number, description: text }),
);

const create = 'mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }';
const label =
  'mutation ($name: ID!, $version: Int!, $label: String!) { labelPromptVersion(name: $name, version: $version, label: $label) { id } }';
const whole =
  'query ($name: ID!) { prompt(name: $name) { description labels { label version { number } } versions { edges { node { number status checksum description content } } } } }';
const model = { modelProvider: 'scripted', modelName: 'scripted' };

let made = 0;
/** A prompt that nobody has yet, and the product as if it had no other. */
function freshPrompt() {
  const name = `round_${made++}`;
  const graph: TestProduct['graph'] = async (document, variables) => {
    const answer = await on.graph(document, variables);
    if (answer.synced)
      answer.synced.databaseOnly = answer.synced.databaseOnly.filter(({ id }: any) => id.startsWith(`${name}@`));
    if (!answer.prompts) return answer;
    return {
      prompts: { ...answer.prompts, edges: answer.prompts.edges.filter(({ node }: any) => node.name === name) },
    };
  };
  return { name, graph };
}

/** What cannot be done, such as a label of no version, is not done. */
async function perform(name: string, acts: readonly Act[]): Promise<number> {
  let done = 0;
  for (const one of acts)
    try {
      if (one.do === 'create') await on.graph(create, { input: { ...model, ...one.input, name } });
      else if (one.do === 'label') await on.graph(label, { ...one, name });
      else {
        const { prompt } = await on.graph(whole, { name });
        const there = prompt?.versions.edges.find(({ node }: any) => node.number === one.version)?.node.content;
        if (!there) continue;
        const { template, messages, ...rest } = there;
        await on.graph(create, {
          input: { ...rest, ...(messages ? { messages } : { template }), name, description: one.description },
        });
      }
      done += 1;
    } catch (error) {
      const { code } = (error as any).extensions ?? {};
      if (!['CONFIG_INVALID', 'TEMPLATE_INVALID', 'PROMPT_NOT_FOUND'].includes(code)) throw error;
    }
  return done;
}

const sync = (graph: TestProduct['graph'], root: string) =>
  syncThroughGraph(syncedPrompts, graph, root, readSynced(syncedPrompts, root), { dryRun: false, onEdit: 'ERROR' });

test('whatever is made through the API: pulled into an empty folder, and again after more, there is nothing to sync', async () => {
  let performed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 5 }),
      fc.array(act, { maxLength: 4 }),
      async (first, then) => {
        const { name, graph } = freshPrompt();
        const root = project({});
        for (const acts of [[{ do: 'create' as const, input: { template: 'First.' } }, ...first], then]) {
          performed += await perform(name, acts);
          const stands = await on.graph(whole, { name });
          const pulled = await pullInto(syncedPrompts, graph, root, { dryRun: false, isPreferred: false });
          expect(pulled.conflicts).toEqual([]);
          expect(readSynced(syncedPrompts, root).refused).toEqual([]);
          const synced = await sync(graph, root);
          expect(
            synced.outcomes.map(({ result, notes }) => [result, notes.filter(({ isAdvice }) => !isAdvice)]),
          ).toEqual([['UNCHANGED', []]]);
          expect(synced.databaseOnly).toEqual([]);
          expect(await on.graph(whole, { name })).toEqual(stands);
          expect((await pullInto(syncedPrompts, graph, root, { dryRun: false, isPreferred: false })).written).toEqual(
            [],
          );

          const empty = project({});
          await pullInto(syncedPrompts, graph, empty, { dryRun: false, isPreferred: false });
          expect((await sync(graph, empty)).outcomes.map(({ result }) => result)).toEqual(['UNCHANGED']);
        }
      },
    ),
    { numRuns: 25 },
  );
  expect(performed).toBeGreaterThan(50);
}, 300_000);
