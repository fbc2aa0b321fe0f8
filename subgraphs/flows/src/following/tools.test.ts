import type { FlowDefinition } from '@trialogue/flow-engine';
import { publishFlow } from '../testing/flows';
import { deeds, enterWith, tellOfShop } from '../testing/shop';

class Kill extends Error {}

/** Where the process dies: the n-th time that it comes to a step. */
let dying: { readonly step: string; count: number } | undefined;
let story: Awaited<ReturnType<typeof tellOfShop>>;
let living: Awaited<ReturnType<typeof story.another>>;
beforeAll(async () => {
  const checkpoint = (step: string) => {
    if (dying?.step === step && --dying.count === 0) throw new Kill(step);
  };
  story = await tellOfShop({ checkpoint, limits: { reapEveryMs: 3_600_000, deltaMs: 1 } });
  living = await story.another({ checkpoint: () => {}, limits: { reapEveryMs: 20 } });
  await publishFlow(story.store, 'till', [{ definition: till }]);
});
afterAll(() => story.end());
beforeEach(() => {
  deeds().length = 0;
});

/** Asks for an amount, which a tool checks and another taxes, and for a city. */
const till: FlowDefinition = {
  initial: 'ask',
  slots: {
    amount: { schema: { type: 'number' } },
    tax: { schema: { type: 'number' } },
    sky: { schema: { type: 'string', maxLength: 100 } },
  },
  states: {
    ask: { collect: 'amount', ask: 'How much?', next: 'tax' },
    tax: {
      call: { tool: 'tax', input: { amount: 'slots.amount' }, within: 'PT1S' },
      save: { tax: 'result.tax' },
      next: 'taxed',
      failed: 'untaxed',
    },
    taxed: { say: 'The state takes {{ slots.tax }}.', next: 'look' },
    look: {
      call: { tool: 'weather', input: { city: '"Rome"' } },
      save: { sky: 'result' },
      next: 'told',
      failed: 'untold',
    },
    told: { final: 'taxed', say: '{{ slots.sky }}.' },
    untold: { final: 'untold', say: 'Nobody knows the weather.' },
    untaxed: { final: 'untaxed', say: 'That cannot be taxed.' },
  },
};
const enter = () => enterWith(story, { flow: 'till' });
const sent = async (id: string, text: string) => (await story.send(id, text)).data.sendMessage;
const done = () => deeds().map(({ did, text }) => `${did} ${text}`);

test('a flow calls tools, and goes on with what they answer; none is an execution', async () => {
  const { id } = await enter();
  expect(await sent(id, '10')).toMatchObject({
    status: 'COMPLETED',
    answer: { text: 'The state takes 2.\n\nRome is sunny.' },
  });
  expect(await story.read(id)).toMatchObject({ outcome: 'taxed', slots: { amount: 10, tax: 2, sky: 'Rome is sunny' } });
  expect(done()).toEqual(['tax 10', 'weather Rome']);
  const executed = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(executed.map(({ id: fact, data }) => [fact, data.strategy])).toEqual([
    [`${id}:1:execution`, 'prompt_template'], // the turn's own, as of any other
  ]);
});

test.each([
  ['that throws', '-1'],
  ['that takes longer than it may', '2000'],
])('a tool %s takes the flow where it says', async (_, amount) => {
  const { id } = await enter();
  expect(await sent(id, amount)).toMatchObject({ status: 'COMPLETED', answer: { text: 'That cannot be taxed.' } });
  expect(await story.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'untaxed' });
});

test.each<[string, string, object]>([
  ['refuses its arguments', 'wrong', { tool: 'tax', input: { amount: '"much"' } }],
  ['no plugin brings any more', 'gone', { tool: 'gone' }],
])('one that %s, too', async (_, flow, call) => {
  const states = { ...till.states, tax: { ...till.states.tax, call } };
  await publishFlow(story.store, flow, [{ definition: { ...till, states: states as typeof till.states } }]);
  const { id } = await enterWith(story, { flow });
  expect(await sent(id, '10')).toMatchObject({ answer: { text: 'That cannot be taxed.' } });
  expect(done()).toEqual([]);
});

// The ledger begins and ends an effect for `tax`, then for `weather`, which must not be used twice.
const all = 'The state takes 2.\n\nRome is sunny.';
const unknown = 'The state takes 2.\n\nNobody knows the weather.';
test.each([
  ['the first tool was begun', 'effectBegun', 1, ['tax 10', 'weather Rome'], all],
  ['the first tool has answered', 'effectDone', 1, ['tax 10', 'weather Rome'], all],
  ['the second tool was begun', 'effectBegun', 2, ['tax 10'], unknown],
  ['the second tool has answered', 'effectDone', 2, ['tax 10', 'weather Rome'], all],
])('a process that dies after %s: what is external is not done again', async (_, step, count, deedsDone, answer) => {
  const { id } = await enter();
  dying = { step, count };
  expect((await story.send(id, '10', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
  dying = undefined;
  await living.store.sql(
    `update exp.conversations set lease_until = now() - interval '1 s' where id = $1 and lease_until is not null`,
    [id],
  );
  let turn = (await living.send(id, '10', 'once')).data.sendMessage;
  if (turn.status === 'FAILED') turn = (await living.send(id, '10')).data.sendMessage;
  expect(turn).toMatchObject({ status: 'COMPLETED', answer: { text: answer } });
  expect(done()).toEqual(deedsDone);
});
