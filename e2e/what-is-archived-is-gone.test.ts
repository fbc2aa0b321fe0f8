import { Client } from 'pg';
import { say, start } from './support/chat';
import { executeDocument, unitsOf } from './support/execute';
import { type Answer, type Product, startProduct } from './support/product';
import { until } from './support/until';

const experiment = 'meal_planning_style';
const version = 'meal_planning_assistant@1';

/** Every way to be served a version: by itself, pinned by an experiment, pinned by a conversation that began before. */
const asksOf = (product: Product, unit: string, conversation: string): Record<string, () => Promise<Answer>> => ({
  render: () => product.graph('{ renderPrompt(name: "meal_planning_assistant", version: 1) { messages { text } } }'),
  'resolve by name': () => resolve(product, { name: version, unit }),
  'resolve by experiment': () => resolve(product, { experiment, unit }),
  execute: () => product.graph(executeDocument, { experiment, unit, input: { text: 'Dinner?' } }),
  'start a conversation': () =>
    product.graph(
      'mutation($unit: ID!) { startConversation(input: { experiment: "meal_planning_style", unit: $unit }) { id } }',
      { unit },
    ),
  'go on with one': async () => {
    const { failure } = await say(product, conversation, 'Dinner?', `m-${Math.random()}`);
    return failure ? { errors: [{ message: failure.message, extensions: { code: failure.code } }] } : { data: {} };
  },
});

const resolve = (product: Product, variables: object) =>
  product.graph(
    'mutation($experiment: ID, $name: ID, $unit: ID!) { resolvePrompt(experiment: $experiment, name: $name, unit: $unit) { messages { text } } }',
    variables,
  );

const codesOf = async (asks: Record<string, () => Promise<Answer>>) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(asks).map(async ([how, ask]) => [how, (await ask()).errors?.[0]?.extensions.code ?? 'SERVED']),
    ),
  ) as Record<string, string>;

const all = (asks: object, code: string) => Object.fromEntries(Object.keys(asks).map((how) => [how, code]));

/** Answers by when, by the clock of this machine, it was archived for good. */
async function setStatus(product: Product, status: 'ARCHIVED' | 'ACTIVE'): Promise<number> {
  await product.ask(
    status === 'ARCHIVED'
      ? 'mutation { archivePromptVersion(name: "meal_planning_assistant", version: 1, force: true) { id } }'
      : 'mutation { setPromptVersionStatus(name: "meal_planning_assistant", version: 1, status: ACTIVE) { id } }',
  );
  return Date.now();
}

/** Nobody can read what was published, until it is shown. */
async function hideHeads(url: string) {
  const client = new Client(url);
  await client.connect();
  await client.query('begin; lock table exp.head_counter in access exclusive mode');
  return { show: () => client.end() };
}

test('a version that one process archived is served by another for a second at most, and by one that could not hear of it for not one answer', async () => {
  const one = await startProduct();
  const other = await startProduct({ DATABASE_URL: one.databaseUrl });
  const { control: unit } = await unitsOf(other, experiment);
  const asks = asksOf(other, unit!, (await start(other, unit!)).id);
  expect(await codesOf(asks)).toEqual(all(asks, 'SERVED'));

  const rounds: { readonly asked: number; readonly codes: Record<string, string> }[] = [];
  const ask = async () => {
    rounds.push({ asked: Date.now(), codes: await codesOf(asks) });
    return rounds.at(-1)!.asked;
  };
  const archived = await setStatus(one, 'ARCHIVED');
  await until(async () => (await ask()) > archived + 1_000);
  // By its name it is as if it were not there, for it is nobody's who did not have it.
  const refused = { ...all(asks, 'PROMPT_VERSION_ARCHIVED'), 'resolve by name': 'PROMPT_NOT_FOUND' };
  for (const { asked, codes } of rounds.filter((round) => round.asked > archived + 1_000))
    expect({ late: asked - archived, codes }).toEqual({ late: asked - archived, codes: refused });
  // Once gone it stays gone.
  for (const how of Object.keys(asks)) {
    const inTurn = rounds.map(({ codes }) => codes[how]);
    expect(inTurn.slice(inTurn.findIndex((code) => code !== 'SERVED'))).not.toContain('SERVED');
  }

  await setStatus(one, 'ACTIVE');
  await until(async () => Object.values(await codesOf(asks)).every((code) => code === 'SERVED'));
  other.child.kill('SIGSTOP');
  const again = await setStatus(one, 'ARCHIVED');
  const hidden = await hideHeads(one.databaseUrl);
  other.child.kill('SIGCONT');
  await until(() => Date.now() > again + 1_000);
  const asked = codesOf(asks);
  await other.ask('{ __typename }'); // so the others are there, too, and what would be served from memory alone is
  await hidden.show();
  expect(await asked).toEqual(refused);
});
