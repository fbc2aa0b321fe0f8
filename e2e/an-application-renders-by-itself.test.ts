import { readFileSync } from 'node:fs';
import { createTrialogue, type PromptingTrialogue, type PromptRequest } from '@trialogue/client/prompts';
import { makeKey } from '@trialogue/gateway';
import fc from 'fast-check';
import { Application } from './support/application';
import { rows } from './support/database';
import { type Product, startProduct, temporaryFolder } from './support/product';
import { until } from './support/until';

const application = makeKey('application', ['assign', 'prompts']);
const page = makeKey('page', ['assign']);
const operator = makeKey('operator', ['edit', 'read']);
const keys = { TRIALOGUE_KEYS: [application, page, operator].map(({ entry }) => entry).join(',') };
const asOperator = { authorization: `Bearer ${operator.key}` };

const age = { name: 'age', default: 30, schema: { type: 'integer', minimum: 18 } };
const who = { name: 'who', required: true };
const answer = { type: 'object', properties: { dish: { type: 'string' } }, required: ['dish'] };
const version = (number: number, more: object) => ({
  ...{ number, modelProvider: 'anthropic', modelName: 'claude-sonnet-4.6', params: { max_tokens: 500 } },
  ...more,
});
const chat = (name: string, open: string, close: string) => [
  { role: 'system', template: `You cook ${open} who ${close}.` },
  { role: 'user', template: `${name}?` },
  { role: 'assistant', template: `${open} who ${close}, of course.` },
];
/** In the order in which they include each other. */
const prompts = [
  {
    name: 'tone',
    versions: [version(1, { template: 'Be kind to {{ who }}.' }), version(2, { template: 'Be brief.' })],
    labels: [{ label: 'production', version: 1 }],
  },
  {
    name: 'text',
    versions: [
      version(1, {
        template: '{% if age > 40 %}Old{% else %}Young{% endif %} {{ who|upper }}: {{ age }}.',
        variables: [who, age],
      }),
      version(2, { syntax: 'MUSTACHE', template: '{{who}} {{#dishes}}<{{name}}>{{/dishes}}', variables: [who] }),
      version(3, { template: '{% for d in dishes %}{{ loop.index }}. {{ d.name }}\n{% endfor %}', variables: [who] }),
    ],
    labels: [{ label: 'production', version: 2 }],
  },
  {
    name: 'talk',
    versions: [
      version(1, { messages: chat('Dinner', '{{', '}}'), variables: [who], responseSchema: answer }),
      version(2, { syntax: 'MUSTACHE', messages: chat('Lunch', '{{', '}}'), variables: [who] }),
    ],
  },
  {
    name: 'joint',
    versions: [
      version(1, { template: '{% include "tone@production" %} Cook.', variables: [who] }),
      version(2, { messages: [{ role: 'system', template: '{% include "tone@2" %} {{ who }}' }], variables: [who] }),
    ],
  },
];

const variant = (id: string, more: object = {}, params?: object) => ({
  ...{ execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: id, ...more } },
  ...(params && { params }),
});
const experiments: Record<string, { configs: object[]; more?: object }> = {
  texts: { configs: [variant('text@1'), variant('text@production'), variant('text@3')] },
  talks: { configs: [variant('talk@1'), variant('talk@2', {}, { top_p: 0.5 })] },
  joints: { configs: [variant('joint@1'), variant('joint@2', { model_provider: 'openai', model_name: 'gpt-4o' })] },
  halves: { configs: [variant('text@1'), variant('joint@1')], more: { traffic: 0.5 } },
  dutch: {
    configs: [variant('text@1'), variant('talk@1')],
    more: { targeting: 'country == "nl"', attributes: { country: 'string' } },
  },
};
const names = ['text', 'text@1', 'text@production', 'talk', 'talk@1', 'joint@1', 'joint@2', 'tone', 'none', 'text@9'];

let product: Product & { databaseUrl: string };
const trialogues: PromptingTrialogue[] = [];
const applications: Application[] = [];
const open = (key = application.key) => {
  const trialogue = createTrialogue({ url: `${product.url}/graphql`, key });
  trialogues.push(trialogue);
  return trialogue;
};

async function startExperiment(key: string, configs: readonly object[], more: object = {}): Promise<void> {
  const variants = configs.map((config, index) => ({ key: 'abc'[index], config }));
  const input = { key, variants, primaryMetric: 'completion', sampleSize: 100, ...more };
  const create = 'mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }';
  await product.ask(create, { input }, asOperator);
  await product.ask(`mutation { startExperiment(key: "${key}") { key } }`, {}, asOperator);
}

beforeAll(async () => {
  product = await startProduct(keys);
  for (const prompt of prompts) {
    const apply =
      'mutation($prompts: [ApplyPromptInput!]!) { applyPrompts(prompts: $prompts) { outcome problems { message } } }';
    const { applyPrompts } = await product.ask(apply, { prompts: [prompt] }, asOperator);
    expect(applyPrompts).toMatchObject([{ outcome: 'CREATED' }]);
  }
  for (const [key, { configs, more }] of Object.entries(experiments)) await startExperiment(key, configs, more);
}, 120_000);
afterEach(async () => {
  for (const one of trialogues.splice(0)) await one.close();
  for (const one of applications.splice(0)) await one.end();
});

const document = `mutation ($experiment: ID, $name: ID, $unit: ID!, $attributes: JSONObject, $variables: JSONObject) {
  resolvePrompt(experiment: $experiment, name: $name, unit: $unit, attributes: $attributes, variables: $variables) {
    promptVersion { id } experiment { key } variant { experimentKey key } arm release reason inExperiment
    messages { role text } model { provider name id } params responseSchema } }`;

/** What the graph answers, or the code of its error. */
async function resolvedThere(request: PromptRequest): Promise<unknown> {
  const response = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${page.key}` },
    body: JSON.stringify({ query: document, variables: request }),
  });
  const { data, errors } = (await response.json()) as any;
  return errors ? errors[0].extensions.code : data.resolvePrompt;
}
const resolvedHere = (trialogue: PromptingTrialogue, request: PromptRequest): Promise<unknown> =>
  trialogue.resolvePrompt(request as any).catch((error) => error.code);

const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('Zoë', '🍲', '{{ who }}', '<b>&</b>', ''));
const variables = fc.record(
  {
    who: text,
    age: fc.oneof(fc.integer({ min: 0, max: 90 }), text),
    dishes: fc.array(fc.record({ name: text }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const requests = fc.record({
  asked: fc.oneof(
    { weight: 3, arbitrary: fc.record({ experiment: fc.constantFrom(...Object.keys(experiments), 'none') }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constantFrom(...names) }) },
  ),
  unit: fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('a', 'B', '7', '-', 'é', '🍲') }),
  attributes: fc.constantFrom(undefined, { country: 'nl' }, { country: 'be' }),
  variables,
});

test('an application renders what the graph renders, for every unit, experiment, prompt and kind of template', async () => {
  const trialogue = open();
  const outcomes = new Map<string, number>();
  const same = fc.asyncProperty(requests, async ({ asked, ...rest }) => {
    const request = { ...asked, ...rest } as PromptRequest;
    const [here, there] = await Promise.all([resolvedHere(trialogue, request), resolvedThere(request)]);
    expect(here).toEqual(there);
    const outcome = typeof here === 'string' ? here : (here as any).promptVersion.id;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  });
  await fc.assert(same, { numRuns: 600, seed: 20_261_126 });
  const ids = ['text@1', 'text@2', 'text@3', 'talk@1', 'talk@2', 'joint@1', 'joint@2', 'tone@1'];
  const codes = [
    'EXPERIMENT_NOT_FOUND',
    'PROMPT_NOT_FOUND',
    'PROMPT_VARIABLE_MISSING',
    'PROMPT_VARIABLE_INVALID',
    'UNIT_NOT_IN_EXPERIMENT',
  ];
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining([...ids, ...codes]));
  await trialogue.flush(30_000);
  expect(trialogue.exposures.dropped).toBe(0);
}, 300_000);

test('what a unit meets is recorded once, as if the product had assigned it', async () => {
  await startExperiment('recorded', [variant('text@1'), variant('text@3')]);
  const trialogue = open();
  const units = Array.from({ length: 100 }, (_, index) => `recorded-${index}`);
  await until(() => trialogue.definitions().some(({ key }) => key === 'recorded'));
  const given = new Map<string, unknown>();
  for (const unit of [...units, ...units]) {
    const { release, arm } = await trialogue.resolvePrompt({
      experiment: 'recorded',
      unit,
      variables: { who: 'you', dishes: [] },
    });
    given.set(unit, { unit, release, arm });
  }
  await trialogue.flush(30_000);
  const recorded = await rows(
    product.databaseUrl,
    `select unit, release, arm from exp.exposures where experiment = 'recorded'`,
    [],
  );
  expect(new Map(recorded.map((one) => [one.unit, one]))).toEqual(given);
  expect(recorded).toHaveLength(100);
});

test.each([
  ['may only assign', page.key, 'FORBIDDEN'],
  ['is not known', 'tri_nothing', 'UNAUTHENTICATED'],
])('a key that %s gets no template', async (_, key, code) => {
  const error = await open(key)
    .resolvePrompt({ name: 'text', unit: 'x' })
    .catch((error) => error);
  expect(error).toMatchObject({ name: 'TrialogueError', code });
  const query = '{ promptMaterials(of: [{ version: "x" }]) { error { code } } servedPrompts { version } }';
  const response = await fetch(`${product.url}/graphql`, {
    ...{ method: 'POST', body: JSON.stringify({ query }) },
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
  });
  expect(((await response.json()) as any).errors[0].extensions.code).toBe(code);
});

/** The last: it ends the product. */
describe('two processes of applications', () => {
  const named = { name: 'dish@production', unit: 'x' };
  const idOf = async (one: Application): Promise<string> => {
    const { resolved, error } = await one.resolve(named);
    return resolved?.promptVersion.id ?? error!.code;
  };
  const armOf = async (one: Application): Promise<string> => {
    const { resolved, error } = await one.resolve({ experiment: 'dishes', unit: 'x' });
    return resolved?.promptVersion.id ?? error!.code;
  };
  const move = (number: number) =>
    product.ask(
      `mutation { labelPromptVersion(name: "dish", version: ${number}, label: "production") { id } }`,
      {},
      asOperator,
    );
  /** Milliseconds until both serve it. */
  const followed = async (both: readonly Application[], id: string): Promise<number> => {
    const began = performance.now();
    await Promise.all(both.map((one) => until(async () => (await idOf(one)) === id)));
    return performance.now() - began;
  };

  test('follow a label within a second; with the product killed they go on as it was, and follow it again', async () => {
    const versions = [1, 2, 3].map((number) => version(number, { template: `Dish ${number}.` }));
    const dish = { name: 'dish', versions, labels: [{ label: 'production', version: 1 }] };
    const apply = 'mutation($prompts: [ApplyPromptInput!]!) { applyPrompts(prompts: $prompts) { outcome } }';
    await product.ask(apply, { prompts: [dish] }, asOperator);
    await startExperiment('dishes', [variant('dish@production'), variant('dish@1', {}, { top_p: 0.5 })]);
    const options = () => ({
      ...{ url: `${product.url}/graphql`, key: application.key },
      keep: `${temporaryFolder()}/definitions.json`,
    });
    const kept = options();
    const both = [new Application(kept), new Application(options())];
    applications.push(...both);
    await followed(both, 'dish@1');
    for (const one of both) await until(async () => (await armOf(one)) === 'dish@1');
    await move(2);
    expect(await followed(both, 'dish@2')).toBeLessThan(1_500);
    expect(await Promise.all(both.map(armOf))).toEqual(['dish@1', 'dish@1']); // an arm is pinned

    await product.ask('mutation { archivePromptVersion(name: "dish", version: 3) { id } }', {}, asOperator);
    await until(async () => (await both[0]!.resolve({ ...named, name: 'dish@3' })).error?.code === 'PROMPT_NOT_FOUND');

    const keptText = () => readFileSync(`${kept.keep}.prompts`, 'utf8');
    await until(() => keptText().includes('Dish 1.') && keptText().includes('Dish 2.'));
    await product.end('SIGKILL');
    expect(await Promise.all(both.map(idOf))).toEqual(['dish@2', 'dish@2']);
    await both[0]!.end();
    const again = new Application(kept);
    applications.push(again);
    expect([await idOf(again), await armOf(again)]).toEqual(['dish@2', 'dish@1']);
    expect(await both[1]!.resolve({ ...named, name: 'dish@3' })).toMatchObject({ error: { code: 'PROMPT_NOT_FOUND' } });
    for (const unit of ['while', 'it', 'was', 'away']) await again.resolve({ experiment: 'dishes', unit });

    const { url, databaseUrl, root } = product;
    product = await startProduct({ ...keys, DATABASE_URL: databaseUrl, PORT: new URL(url).port }, root);
    await move(1);
    await followed([both[1]!, again], 'dish@1');
    expect(await again.flush(40_000)).toEqual({});
    const units = await rows(databaseUrl, `select unit from exp.exposures where experiment = 'dishes'`, []);
    expect(units.map(({ unit }) => unit).sort()).toEqual(['away', 'it', 'was', 'while', 'x']);
  }, 240_000);
});
