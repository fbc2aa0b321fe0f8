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
  ['the first call was begun, which may be made twice', 'effectBegun', 1, both, paid, 'RESUMED'],
  ['the first call was made', 'effectDone', 1, both, paid, 'RESUMED'],
  ['the second call was begun, which must not be made twice', 'effectBegun', 2, ['price bread'], unpaid, 'FAILED'],
  ['what it does once was begun', 'effectBegun', 3, ['price bread'], unpaid, 'FAILED'],
  ['what it does once was done', 'effectDone', 2, both, unpaid, 'FAILED'],
  ['the second call was made', 'effectDone', 3, both, paid, 'RESUMED'],
  ['all was said', 'executed', 1, both, paid, 'RESUMED'],
  ['the turn was over', 'finished', 1, both, paid, 'COMPLETED'],
])('a process that dies after %s: what is recorded is not done again', async (_, step, count, done, answer, became) => {
  deeds().length = 0;
  const { id } = await story.enter();
  dying = { step, count };
  expect((await story.send(id, 'bread', 'once')).codes).toEqual(['INTERNAL_SERVER_ERROR']);
  dying = undefined;
  await living.store.sql(
    `update exp.conversations set lease_until = now() - interval '1 s' where id = $1 and lease_until is not null`,
    [id],
  );
  let turn = (await living.send(id, 'bread', 'once')).data.sendMessage;
  if (became === 'FAILED') {
    expect(turn).toMatchObject({ status: 'FAILED', failure: { code: 'TURN_ABANDONED' } });
    turn = (await living.send(id, 'bread')).data.sendMessage;
  }
  expect(turn).toMatchObject({ status: 'COMPLETED', number: became === 'FAILED' ? 2 : 1, answer: { text: answer } });
  const { rows } = await living.store.sql('select resumptions from exp.turns where conversation = $1 order by number', [
    id,
  ]);
  expect(rows[0]).toEqual({ resumptions: became === 'RESUMED' ? 1 : 0 });
  expect(deeds().map(({ did, text }) => `${did} ${text}`)).toEqual(done);

  const executions = (await living.facts(id)).filter(({ type }) => type === 'execution_completed');
  expect(executions.map(({ data }) => data.strategy)).toEqual(answer === unpaid ? ['price'] : ['price', 'buy']);
  await until(async () => (await living.store.sql('select from exp.turns where not closed')).rowCount === 0);
  expect((await living.store.sql('select from exp.effects where conversation = $1', [id])).rows).toEqual([]);
});

test('an answer that a process had got when it died is said when the turn is resumed, and what it cost is told once', async () => {
  const { id } = await story.enter();
  await living.send(id, 'bread');
  dying = { step: 'executed', count: 1 };
  await story.send(id, 'Thanks');
  dying = undefined;
  await living.store.sql(`update exp.conversations set lease_until = now() - interval '1 s' where id = $1`, [id]);
  await until(async () => (await living.read(id)).messages.edges.length === 5);
  const turn = { answer: (await living.read(id)).messages.edges[4].node };
  expect(turn).toMatchObject({ answer: { status: 'COMPLETED', text: 'You are welcome.' } });
  const ends = (await living.facts(id)).filter(({ type, data }) => type.startsWith('execution_') && data.turn > 1);
  expect(ends.map(({ type, data }) => [type, data.turn, data.usage])).toEqual([
    ['execution_completed', 2, expect.objectContaining({ output: turn.answer.usage.output })],
  ]);
  expect(turn.answer.usage.output).toBeGreaterThan(0);
});
