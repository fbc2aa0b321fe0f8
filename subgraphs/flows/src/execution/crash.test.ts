import { until } from '@trialogue/store/testing';
import { execute, publishOdd, written } from '../testing/executing';
import { held, tell } from '../testing/story';
import { forgetEnded } from './upkeep';

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell({ limits: { leaseMs: 2_000, reapEveryMs: 50 } });
  for (const strategy of ['hold', 'book']) await publishOdd(story.store, strategy);
});
afterAll(() => story.end());

const ofUnit = async (experiment: string, unit: string) => {
  const { executions, exposures, ends } = await written(story.store, experiment);
  const mine = (rows: any[]) => rows.filter((row) => row.unit === unit);
  return { executions: mine(executions), exposures: mine(exposures), ends: mine(ends) };
};
const abandoned = { status: 'FAILED', error: { code: 'EXECUTION_ABANDONED' }, latencyMs: null, usage: null };

test.each(['accepted', 'effectBegun', 'effectDone', 'executed'])(
  'a process that dies after “%s” costs the answer, never the exposure, and the end is told once',
  async (step) => {
    const unit = `dies-${step}`;
    const dying = await story.another({
      checkpoint: (reached) => {
        if (reached === step) throw new Error('dead');
      },
    });
    await execute(dying, { experiment: 'book', unit, id: 'one' });
    const { data } = await execute(story, { experiment: 'book', unit, id: 'one' });
    expect(data.execute).toMatchObject(abandoned);
    const { executions, exposures, ends } = await ofUnit('book', unit);
    expect([executions.length, exposures.length]).toEqual([1, 1]);
    expect(ends.map(({ type, data: { code } }) => [type, code])).toEqual([['execution_failed', 'EXECUTION_ABANDONED']]);
    await dying.close();
  },
);

test('one that dies when all is written has answered', async () => {
  const dying = await story.another({
    checkpoint: (reached) => {
      if (reached === 'finished') throw new Error('dead');
    },
  });
  await execute(dying, { experiment: 'book', unit: 'late', id: 'one' });
  expect((await execute(story, { experiment: 'book', unit: 'late', id: 'one' })).data.execute.status).toBe('COMPLETED');
  await dying.close();
});

test('a slow one is renewed, and whoever repeats it in another process gets the first one’s answer', async () => {
  const other = await story.another();
  const before = held().waiting;
  const first = execute(story, { experiment: 'hold', unit: 'slow', id: 'one' });
  await until(() => held().waiting > before);
  const lease = async () => (await ofUnit('hold', 'slow')).executions[0].lease_until.getTime();
  const begun = await lease();
  await until(async () => (await lease()) > begun + 2_000);
  const second = execute(other, { experiment: 'hold', unit: 'slow', id: 'one' });
  held().release();
  expect((await first).data.execute).toMatchObject({ status: 'COMPLETED', output: { text: 'Well, yes.' } });
  expect((await second).data).toEqual((await first).data);
  expect((await ofUnit('hold', 'slow')).ends).toHaveLength(1);
});

test('who repeats it waits so long and no longer', async () => {
  const hasty = await story.another({ limits: { leaseMs: 2_000, repeatMs: 20 } });
  const before = held().waiting;
  const first = execute(story, { experiment: 'hold', unit: 'busy', id: 'one' });
  await until(() => held().waiting > before);
  expect((await execute(hasty, { experiment: 'hold', unit: 'busy', id: 'one' })).codes).toEqual(['EXECUTION_RUNNING']);
  held().release();
  expect((await first).data.execute.status).toBe('COMPLETED');
});

test('a process from which it was taken writes nothing more, and answers how it ended', async () => {
  const before = held().waiting;
  const answer = execute(story, { experiment: 'hold', unit: 'zombie' });
  await until(() => held().waiting > before);
  await story.store.sql(
    `update exp.executions set status = 'FAILED', failure_code = 'EXECUTION_ABANDONED', failure_message = 'taken',
       lease_until = null, ended_at = now() where unit = 'zombie'`,
  );
  held().release();
  expect((await answer).data.execute).toMatchObject(abandoned);
  expect((await ofUnit('hold', 'zombie')).ends).toEqual([]);
});

test('closing a process ends what still runs there, as failed', async () => {
  const closing = await story.another({ limits: { closeMs: 50 } });
  const before = held().waiting;
  const answer = execute(closing, { experiment: 'hold', unit: 'closing' });
  await until(() => held().waiting > before);
  await closing.flows.close();
  expect((await answer).data.execute).toMatchObject({ status: 'FAILED', error: { code: 'EXECUTION_ABANDONED' } });
  expect((await execute(closing, { experiment: 'hold', unit: 'closing' })).codes).toEqual(['SUBGRAPH_UNAVAILABLE']);
  await closing.close();
});

test('what ended long ago is forgotten with its effects; its events stay', async () => {
  await execute(story, { experiment: 'book', unit: 'old', id: 'one' });
  const [{ id, ended_at: endedAt }] = (await ofUnit('book', 'old')).executions;
  await forgetEnded(story.store, endedAt);
  expect((await ofUnit('book', 'old')).executions).toHaveLength(1);
  await forgetEnded(story.store, new Date(endedAt.getTime() + 1));
  const { executions, ends } = await ofUnit('book', 'old');
  const { rows } = await story.store.sql('select * from exp.execution_effects where execution = $1', [id]);
  expect([executions, rows, ends.length]).toEqual([[], [], 1]);
});
