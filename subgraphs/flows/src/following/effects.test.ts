import { until } from '@trialogue/store/testing';
import type { Caller } from '@trialogue/subgraph';
import { publishPrompt } from '../testing/content';
import { publishFlow } from '../testing/flows';
import { deeds, enterWith, shop, tellOfShop } from '../testing/shop';
import { kindsOf } from '../testing/supper';

let story: Awaited<ReturnType<typeof tellOfShop>>;
beforeAll(async () => {
  story = await tellOfShop();
});
afterAll(() => story.end());
beforeEach(() => {
  deeds().length = 0;
});

const turnOf = async (answer: Promise<{ data: any }>) => (await answer).data.sendMessage;
const done = () => deeds().map(({ did, text }) => `${did} ${text}`);

test('two calls in one turn, and what is said between them, are one answer; each is one event', async () => {
  const { id, cursor } = await story.enter({ variables: { name: 'Ana' } });
  const followed = await story.follow(id, cursor);
  const turn = await turnOf(story.send(id, 'bread'));
  expect(turn.answer).toMatchObject({
    text: 'It is 10.\n\nHere is your receipt of bread for Ana.',
    usage: { output: 0 },
  });
  expect(await story.read(id)).toMatchObject({
    state: 'talk',
    slots: { thing: 'bread', amount: 10, receipt: 'receipt of bread for Ana' },
  });
  expect(done()).toEqual(['price bread', 'buy bread']);
  await followed.until('MessageCompleted');
  expect(kindsOf(followed.events).filter((kind) => kind !== 'MessageDelta')).toEqual([
    ...['MessageStarted', 'look', 'offer', 'pay', 'paid', 'talk', 'MessageCompleted'],
  ]);
  expect(followed.text()).toBe(turn.answer.text);
  const executed = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(executed.map(({ type, data }) => [type, data.strategy, data.state, data.turn])).toEqual([
    ['execution_completed', 'price', 'talk', 1],
    ['execution_completed', 'buy', 'talk', 1],
  ]);
  followed.stop();
  await story.send(id, 'Thanks');
  const ids = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_')).map(({ id: fact }) => fact);
  expect(ids.at(-1)).toBe(`${id}:2:execution`);
  expect(new Set(ids).size).toBe(3);
});

test.each([
  ['that fails', 'nothing', 'STRATEGY_FAILED'],
  ['that takes longer than it may', 'diamonds', 'STRATEGY_TIMEOUT'],
])('a call %s takes the flow where it says', async (_, thing, code) => {
  const { id } = await story.enter();
  expect(await turnOf(story.send(id, thing))).toMatchObject({
    status: 'COMPLETED',
    answer: { text: 'We do not have that.' },
  });
  expect(await story.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'unknown' });
  const failed = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(failed.map(({ type, data }) => [type, data.strategy, data.code])).toEqual([
    ['execution_failed', 'price', code],
  ]);
});

test('what was done before a turn failed is not done again when the user says the same', async () => {
  const breaking = { ...shop.states, paid: { say: 'Your {{ variables.gift }}.', next: 'talk' } };
  await publishFlow(story.store, 'breaking', [{ definition: { ...shop, states: breaking } }]);
  const { id } = await story.enter({ flow: 'breaking' });
  const first = await turnOf(story.send(id, 'bread'));
  expect(first).toMatchObject({ status: 'FAILED', failure: { code: 'FLOW_TEXT_FAILED' } });
  expect(await story.read(id)).toMatchObject({ state: 'ask', slots: {} });
  expect(done()).toEqual(['price bread', 'buy bread']);
  await story.send(id, 'bread');
  expect(done()).toEqual(['price bread', 'buy bread']);
  await story.send(id, 'salt');
  expect(done()).toEqual(['price bread', 'buy bread', 'price salt', 'buy salt']);
  const executed = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(executed.map(({ type, data }) => [type, data.turn])).toEqual([
    ['execution_completed', 1],
    ['execution_failed', 1],
    ['execution_completed', 3],
    ['execution_failed', 3],
  ]);
});

test('a call that has failed with its turn is made again in the next one, and each has its own fact', async () => {
  const breaking = { ...shop.states, unknown: { ...shop.states.unknown!, say: 'No {{ variables.gift }}.' } };
  await publishFlow(story.store, 'unsaid', [{ definition: { ...shop, states: breaking as typeof shop.states } }]);
  const { id } = await story.enter({ flow: 'unsaid' });
  for (const _ of [1, 2]) expect((await turnOf(story.send(id, 'nothing'))).status).toBe('FAILED');
  expect(done()).toEqual(['price nothing', 'price nothing']);
  const executed = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(executed.map(({ type, data }) => [type, data.strategy, data.turn])).toEqual([
    ['execution_failed', 'price', 1],
    ['execution_failed', 'price', 2],
  ]);
});

test('what no user can be told is no answer, and is asked for again', async () => {
  const id = await story.startWith('mute', 'talks');
  for (const text of ['Hi', 'Hi']) await story.send(id, text);
  const executed = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(executed.map(({ type, data }) => [type, data.turn, data.code])).toEqual([
    ['execution_failed', 1, 'OUTPUT_INVALID'],
    ['execution_failed', 2, 'OUTPUT_INVALID'],
  ]);
});

test('the same is done again where the flow comes by a second time', async () => {
  const { talk: _, done: __, ...rest } = shop.states;
  const states = { ...rest, paid: { say: 'Paid.', exit: { set: { thing: null } }, next: 'ask' } } as const;
  await publishFlow(story.store, 'round', [{ definition: { ...shop, states } }]);
  const { id } = await story.enter({ flow: 'round' });
  for (const _ of [1, 2]) expect((await turnOf(story.send(id, 'bread'))).status).toBe('COMPLETED');
  expect(done()).toEqual(['price bread', 'buy bread', 'price bread', 'buy bread']);
  expect(new Set(deeds().map(({ id: call }) => call)).size).toBe(4);
});

test('an opening may call: the conversation starts, and goes on by itself', async () => {
  const { ask: _, ...rest } = shop.states;
  const states = { ...rest, hello: { say: 'Hello.', next: 'look' } };
  await publishFlow(story.store, 'greeting', [{ definition: { ...shop, initial: 'hello', states } }]);
  const conversation = await story.enter({ flow: 'greeting', variables: { thing: 'bread' } });
  const followed = await story.follow(conversation.id, conversation.cursor);
  await followed.until('MessageCompleted');
  const { messages, state } = await story.read(conversation.id);
  expect(messages.edges.map(({ node }: any) => node.text)).toEqual([
    'Hello.',
    'It is 10.\n\nHere is your receipt of bread for somebody.',
  ]);
  expect(state).toBe('talk');
  expect(done()).toEqual(['price bread', 'buy bread']);
  followed.stop();
});

test('an opening whose call a person came before is made once they give back', async () => {
  const { ask: _, ...rest } = shop.states;
  const states = { ...rest, offer: { say: 'It is {{ variables.gift }}.', next: 'pay' } };
  await publishFlow(story.store, 'interrupted', [{ definition: { ...shop, initial: 'look', states } }]);
  const { id } = await story.enter({ flow: 'interrupted', variables: { thing: 'bread' } });
  const row = async (what: string) =>
    (await story.store.sql<any>(`select ${what} as it from exp.conversations where id = $1`, [id])).rows[0].it;
  await until(async () => (await row('turn_count')) === 1 && (await row('lease_until')) === null);
  const agent: Caller = { subject: 'desk', scopes: ['agent'] };
  await story.ask(`mutation { handOff(conversation: "${id}") { id } }`, {}, agent);
  expect(await row('wake_at')).toBeNull();
  await story.ask(`mutation { handBack(conversation: "${id}") { id } }`, {}, agent);
  await until(async () => (await row('turn_count')) === 2);
});

test('a call asks the prompt that its config names, as it was when the conversation started', async () => {
  await publishPrompt(story.store, 'sorter', [
    {
      template: 'Sort {{ kind }}.',
      variables: [{ name: 'kind', required: true }],
      replies: [{ when: ['bread'], reply: 'food' }],
    },
  ]);
  const sorting = {
    ...shop,
    slots: { ...shop.slots, sort: { schema: { type: 'string' } } },
    states: {
      ask: { collect: 'thing', ask: 'What?', next: 'sort' },
      sort: {
        call: {
          strategy: 'prompt_template',
          config: { prompt_version_id: 'sorter@production' },
          input: { text: 'slots.thing', variables: { kind: 'things' } },
        },
        save: { sort: 'result.text' },
        next: 'done',
      },
      done: { final: 'sorted', say: 'That is {{ slots.sort }}.' },
    },
  } as const;
  await publishFlow(story.store, 'sorting', [{ definition: sorting }]);
  const { id } = await enterWith(story, { flow: 'sorting' });
  expect(await turnOf(story.send(id, 'bread'))).toMatchObject({ answer: { text: 'That is food.', model: 'scripted' } });
  const executed = (await story.facts(id)).find(({ type }) => type === 'execution_completed')!;
  expect(executed.data).toMatchObject({ strategy: 'prompt_template', promptVersion: 'sorter@1' });
});
