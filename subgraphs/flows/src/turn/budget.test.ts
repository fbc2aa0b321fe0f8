import { createModels } from '@trialogue/models';
import { type FakeProviders, startFakeProviders } from '@trialogue/models/testing';
import { silent } from '@trialogue/store/testing';
import { publishExperiment } from '../testing/content';
import { tell } from '../testing/story';

const prices = { 'claude-sonnet-4-6': { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 } };
const usage = { input: 100, output: 20, cacheRead: 10, cacheWrite: 4 };
/** Of the usage, in US dollars. */
const cost = (100 * 3 + 20 * 15 + 10 * 0.3 + 4 * 3.75) / 1e6;
const model = 'claude-sonnet-4-6';

let providers: FakeProviders;
let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  providers = await startFakeProviders();
  const { anthropic, openai } = providers;
  const models = createModels({ anthropic, openai, logger: silent, limits: { retries: 0 } });
  story = await tell({ models, prices: () => prices });
});
afterAll(async () => {
  await story.end();
  await providers.close();
});

/** A conversation of Claude with such a budget. */
async function begin(budget?: object, experiment = 'meals'): Promise<string> {
  const { id } = (await story.start({ experiment })).data.startConversation;
  const { rows } = await story.store.sql<{ plan: any }>('select plan from exp.conversations where id = $1', [id]);
  const { config, ...plan } = rows[0]!.plan;
  const named = { model_provider: 'anthropic', model_name: 'claude-sonnet-4.6' };
  const changed = { ...config, ...(budget && { budget }), prompt_config: { ...config.prompt_config, ...named } };
  const row = JSON.stringify({ ...plan, config: changed });
  await story.store.sql('update exp.conversations set plan = $2 where id = $1', [id, row]);
  return id;
}

async function spending(id: string) {
  const { data } = await story.ask(
    `query ($id: ID!) { conversation(id: $id) { status outcome usage { input output cacheRead cacheWrite cost }
       budget { tokens usd tokensLeft usdLeft } messages { edges { node { role text cost } } } } }`,
    { id },
  );
  return data.conversation;
}
const answered = (text = 'Soup.') => ({ tokens: [text], model, usage });
const sentMost = () => (providers.requests.at(-1)!.body as { max_tokens: number }).max_tokens;
const typesOf = async (id: string) => (await story.facts(id)).map(({ type }) => type);

test('what an answer costs is told with it, with its event, and summed in its conversation', async () => {
  const id = await begin();
  providers.script(answered(), answered());
  await story.send(id, 'Dinner?');
  await story.send(id, 'Lunch?');
  const conversation = await spending(id);
  expect(conversation.messages.edges.map(({ node }: any) => node.cost)).toEqual([
    null,
    expect.closeTo(cost, 10),
    null,
    expect.closeTo(cost, 10),
  ]);
  expect(conversation).toMatchObject({
    usage: { input: 200, output: 40, cacheRead: 20, cacheWrite: 8, cost: expect.closeTo(2 * cost, 10) },
    budget: null,
  });
  const ends = (await story.facts(id)).filter(({ type }) => type === 'execution_completed');
  expect(ends.map(({ data }) => data.cost)).toEqual([expect.closeTo(cost, 10), expect.closeTo(cost, 10)]);
});

test('an answer without a known price costs null, and so does its conversation from then on', async () => {
  const id = await begin();
  providers.script({ ...answered(), model: 'unheard-of' }, answered());
  await story.send(id, 'Dinner?');
  await story.send(id, 'Lunch?');
  const { usage: used, messages } = await spending(id);
  expect(used).toMatchObject({ input: 200, cost: null });
  expect(messages.edges[1].node.cost).toBeNull();
});

test('an answer that its provider does not count costs nothing, where its price is known', async () => {
  const id = await begin();
  providers.script({ ...answered(), usage: null }, answered());
  await story.send(id, 'Dinner?');
  await story.send(id, 'Lunch?');
  expect((await spending(id)).usage).toMatchObject({ input: 100, cost: expect.closeTo(cost, 10) });
});

test('the turn that spends the budget completes; the next message is answered without a model, and is the last', async () => {
  const id = await begin({ tokens: 250, message: 'That was all for today.' });
  providers.script(answered(), answered('Bread.'));
  await story.send(id, 'Dinner?');
  expect(sentMost()).toBe(250);
  expect(await spending(id)).toMatchObject({ budget: { tokens: 250, usd: null, tokensLeft: 116, usdLeft: null } });
  expect((await story.send(id, 'Lunch?')).data.sendMessage).toMatchObject({ answer: { text: 'Bread.' } });
  expect(sentMost()).toBe(116);
  expect(await spending(id)).toMatchObject({ status: 'ACTIVE', budget: { tokensLeft: 0 } });
  const stream = await story.follow(id);
  const asked = providers.requests.length;
  const last = (await story.send(id, 'And now?', 'last')).data.sendMessage;
  expect(last).toMatchObject({ status: 'COMPLETED', answer: { text: 'That was all for today.', status: 'COMPLETED' } });
  expect(providers.requests).toHaveLength(asked);
  expect(await spending(id)).toMatchObject({ status: 'COMPLETED', outcome: 'budget_spent' });
  expect(await stream.until('ConversationEnded')).toMatchObject({ status: 'COMPLETED', outcome: 'budget_spent' });
  stream.stop();
  // The same message again is the same turn; another is refused.
  expect((await story.send(id, 'And now?', 'last')).data.sendMessage).toMatchObject({ number: last.number });
  expect((await story.send(id, 'Hello?')).codes).toEqual(['CONVERSATION_ENDED']);
  const ends = (await story.facts(id)).filter(({ type }) => type === 'conversation_ended');
  expect(ends.map(({ data }) => data.outcome)).toEqual(['budget_spent']);
});

test('money bounds an answer by the price of its tokens', async () => {
  const id = await begin({ usd: 0.0015 });
  providers.script(answered(), answered(), answered());
  await story.send(id, 'Dinner?');
  expect(sentMost()).toBe(100);
  await story.send(id, 'Lunch?');
  expect(sentMost()).toBe(Math.floor(((0.0015 - cost) * 1e6) / 15));
  await story.send(id, 'Tea?');
  expect((await story.send(id, 'And now?')).data.sendMessage.answer.text).toContain('start a new one');
  expect(await spending(id)).toMatchObject({ status: 'COMPLETED', budget: { usd: 0.0015, usdLeft: 0 } });
});

test('a price that is not known spends all of the money', async () => {
  const id = await begin({ usd: 100 });
  providers.script({ ...answered(), model: 'unheard-of' });
  await story.send(id, 'Dinner?');
  await story.send(id, 'Lunch?');
  expect(await spending(id)).toMatchObject({ outcome: 'budget_spent' });
});

test('turns that fail after their models have answered count too', async () => {
  const id = await begin({ tokens: 200 });
  providers.script(answered(), { status: 400 });
  await story.send(id, 'Dinner?');
  expect((await story.send(id, 'Lunch?')).data.sendMessage).toMatchObject({ status: 'FAILED' });
  expect(await spending(id)).toMatchObject({ status: 'ACTIVE', usage: { input: 100 }, budget: { tokensLeft: 66 } });
});

test('a budget in money does not begin with a model whose price is not known', async () => {
  const { rows } = await story.store.sql<{ hash: string }>(
    `select hash from exp.heads where kind = 'prompt_version' and key = 'meal@1'`,
  );
  const unpriced = { provider: 'openai', name: 'unheard-of' };
  const prompt = { prompt_version_id: 'meal@1', model_provider: 'anthropic', model_name: 'claude-sonnet-4.6' };
  const begun = async (key: string, more: object) => {
    const config = { execution_strategy: 'prompt_template', prompt_config: prompt, ...more };
    const variant = { key: 'only', weight: 1, isControl: true, executionStrategy: 'prompt_template', value: null };
    const pinned = { ...variant, config, pins: { 'meal@1': rows[0]!.hash }, arm: key };
    await publishExperiment(story.store, key, 'meal', [rows[0]!.hash], { variants: [pinned] } as any);
    return story.start({ experiment: key });
  };
  const fallback = { fallback_model: unpriced };
  expect((await begun('priced', { budget: { usd: 1 } })).codes).toEqual([]);
  expect((await begun('unpriced', { budget: { usd: 1 }, ...fallback })).codes).toEqual(['BUDGET_UNPRICED']);
  expect((await begun('tokens', { budget: { tokens: 1 }, ...fallback })).codes).toEqual([]);
});

test('a conversation that follows a flow ends the same way, where it stands: its flow has not come to its end', async () => {
  const id = await begin({ tokens: 100 }, 'talks');
  providers.script(answered());
  await story.send(id, 'Dinner?');
  const { state } = await story.read(id);
  await story.send(id, 'Lunch?');
  expect(await story.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'budget_spent', state });
  const types = await typesOf(id);
  expect(types.filter((type) => type === 'conversation_ended')).toHaveLength(1);
  expect(types).not.toContain('flow_completed');
  expect((await story.facts(id)).find(({ type }) => type === 'conversation_ended')!.data).toMatchObject({ state });
});
