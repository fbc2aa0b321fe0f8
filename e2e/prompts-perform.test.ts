import { say, start } from './support/chat';
import { execute, unitsOf } from './support/execute';
import { fakeAnthropic } from './support/fake-anthropic';
import { type Asked, startProduct } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();

interface Performance {
  readonly exposures: number;
  readonly completions: number;
  readonly satisfaction: number | null;
  readonly tokens: { readonly input: number; readonly output: number } | null;
  readonly cost: number | null;
  readonly latencyP50Ms: number | null;
  readonly since: string | null;
}

async function performanceOf(product: Asked, version: number): Promise<Performance> {
  const { prompt } = await product.ask(
    `query($version: Int!) { prompt(name: "meal_planning_assistant") { version(number: $version) { performance {
       exposures completions satisfaction tokens { input output } cost latencyP50Ms since } } } }`,
    { version },
  );
  return prompt.version.performance;
}

const spentBy = async (product: Asked, id: string) => {
  const { conversation } = await product.ask(
    'query($id: ID!) { conversation(id: $id) { messages { edges { node { role usage { input output } } } } } }',
    { id },
  );
  return conversation.messages.edges.map(({ node }: any) => node).find(({ role }: any) => role === 'ASSISTANT').usage;
};

test('a prompt version tells how it did in conversations and one-shot executions', async () => {
  const since = Date.now();
  const product = await startProduct(anthropic.env);
  const { control: unit } = await unitsOf(product, 'meal_planning_style');
  expect(await performanceOf(product, 1)).toMatchObject({ exposures: 0, completions: 0, tokens: null, cost: null });

  const conversation = await start(product, unit!);
  await say(product, conversation.id, 'What can I cook with chickpeas?');
  const spent = await spentBy(product, conversation.id);
  expect(spent.output).toBeGreaterThan(0);
  const once = await execute(product, 'meal_planning_style', unit!, { text: 'What can I cook with chickpeas?' });
  expect(once).toMatchObject({ status: 'COMPLETED', variant: { key: 'control' } });
  const rating = {
    ...{ unit, id: 'thumb', type: 'prompt_rated', at: new Date().toISOString() },
    data: { promptVersion: 'meal_planning_assistant@1', score: 1 },
  };
  const { trackEvents } = await product.ask(
    'mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted rejected { reason } } }',
    { events: [rating] },
  );
  expect(trackEvents).toEqual({ accepted: 1, rejected: [] });

  const isCounted = ({ completions, satisfaction }: Performance) => completions === 2 && satisfaction === 1;
  await until(async () => isCounted(await performanceOf(product, 1)));
  const found = await performanceOf(product, 1);
  expect(found.exposures).toBe(1); // the same unit in the same variant
  expect(found.tokens!.output).toBeGreaterThan(spent.output);
  expect(found.cost).toBeCloseTo((found.tokens!.input * 3 + found.tokens!.output * 15) / 1e6, 10); // the list price
  expect(found.latencyP50Ms).toBeGreaterThan(0);
  expect(new Date(found.since!).getTime()).toBeGreaterThanOrEqual(since);
  expect(await performanceOf(product, 2)).toMatchObject({ exposures: 0, completions: 0, satisfaction: null });

  await product.end();
  const priced = { ...anthropic.env, TRIALOGUE_PRICES: `${once.model}=30/150`, DATABASE_URL: product.databaseUrl };
  const dearer = await startProduct(priced, product.root);
  expect(await performanceOf(dearer, 1)).toEqual(found); // what was spent stays at the price of its moment
  await execute(dearer, 'meal_planning_style', unit!, { text: 'And with lentils?' });
  await until(async () => (await performanceOf(dearer, 1)).completions === 3);
  const { tokens, cost } = await performanceOf(dearer, 1);
  const more = { input: tokens!.input - found.tokens!.input, output: tokens!.output - found.tokens!.output };
  expect(more.output).toBeGreaterThan(0);
  expect(cost! - found.cost!).toBeCloseTo((more.input * 30 + more.output * 150) / 1e6, 10);
});
