import { until } from '@trialogue/store/testing';
import { deeds, tellOfShop } from '../testing/shop';

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
});
afterAll(() => story.end());

// The ledger begins and ends an effect for `price`, then for `buy`, and within that for what `buy` does once.
const paid = 'It is 10.\n\nHere is your receipt of bread for somebody.';
const unpaid = 'It is 10.\n\nThat could not be paid.';
const both = ['price bread', 'buy bread'];
test.each([
  ['the first call was begun, which may be made twice', 'effectBegun', 1, both, paid],
  ['the first call was made', 'effectDone', 1, both, paid],
  ['the second call was begun, which must not be made twice', 'effectBegun', 2, ['price bread'], unpaid],
  ['what it does once was begun', 'effectBegun', 3, ['price bread'], unpaid],
  ['what it does once was done', 'effectDone', 2, both, unpaid],
  ['the second call was made', 'effectDone', 3, both, paid],
  ['all was said', 'executed', 1, both, paid],
  ['the turn was over', 'finished', 1, both, undefined],
])('a process that dies after %s: what is recorded is not done again', async (_, step, count, done, answer) => {
  deeds().length = 0;
  const { id } = await story.enter();
  dying = { step, count };
  expect((await story.send(id, 'bread', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
  dying = undefined;
  await living.store.sql(
    `update exp.conversations set lease_until = now() - interval '1 s' where id = $1 and lease_until is not null`,
    [id],
  );
  const turn = (await living.send(id, 'bread', 'once')).data.sendMessage;
  expect(turn).toMatchObject({ status: answer === undefined ? 'COMPLETED' : 'FAILED' });
  if (answer !== undefined) {
    const again = (await living.send(id, 'bread')).data.sendMessage;
    expect(again).toMatchObject({ status: 'COMPLETED', number: 2, answer: { text: answer } });
  }
  expect(deeds().map(({ did, text }) => `${did} ${text}`)).toEqual(done);

  const executions = (await living.facts(id)).filter(({ type }) => type === 'execution_completed');
  expect(executions.map(({ data }) => data.strategy)).toEqual(answer === unpaid ? ['price'] : ['price', 'buy']);
  await until(async () => (await living.store.sql('select from exp.turns where not closed')).rowCount === 0);
  expect((await living.store.sql('select from exp.effects where conversation = $1', [id])).rows).toEqual([]);
});

test('an answer that a process had got when it died is said in the next turn, and what it cost is told once', async () => {
  const { id } = await story.enter();
  await living.send(id, 'bread');
  dying = { step: 'executed', count: 1 };
  await story.send(id, 'Thanks');
  dying = undefined;
  await living.store.sql(`update exp.conversations set lease_until = now() - interval '1 s' where id = $1`, [id]);
  await until(async () => (await living.facts(id)).some(({ type }) => type === 'execution_failed'));
  const turn = (await living.send(id, 'Thanks')).data.sendMessage;
  expect(turn).toMatchObject({ number: 3, status: 'COMPLETED', answer: { text: 'You are welcome.' } });
  const ends = (await living.facts(id)).filter(({ type, data }) => type.startsWith('execution_') && data.turn > 1);
  expect(ends.map(({ type, data }) => [type, data.turn, data.usage])).toEqual([
    ['execution_failed', 2, undefined],
    ['execution_completed', 3, expect.objectContaining({ output: turn.answer.usage.output })],
  ]);
  expect(turn.answer.usage.output).toBeGreaterThan(0);
});
