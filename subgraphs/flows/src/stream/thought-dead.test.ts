import { describeRedis, startTestRedis, type TestRedis, until } from '@trialogue/store/testing';
import { tell } from '../testing/story';

/** @param redis where streams are kept; none: in Postgres */
async function expectSilence(redis?: TestRedis): Promise<void> {
  const at = redis && { redis: redis.url };
  let dies = false;
  const checkpoint = async (step: string) => {
    if (dies && step === 'effectDone') throw new Error('killed');
  };
  const story = await tell({ ...at, checkpoint, limits: { reapEveryMs: 3_600_000, deltaMs: 1 } });
  const living = await story.another({ ...at, checkpoint: () => {}, limits: { reapEveryMs: 20 } });
  try {
    const id = await story.startWith('book');
    const followed = await living.follow(id);
    dies = true;
    await story.send(id, 'Table!');
    await followed.until('MessageStarted');
    const { rows } = await story.store.sql('select fence from exp.conversations where id = $1', [id]);
    const fence = Number(rows[0]!.fence);
    await story.store.sql(`update exp.conversations set lease_until = now() - interval '1 s' where id = $1`, [id]);
    await followed.until('MessageFailed');
    await until(async () => (await living.store.sql('select from exp.turns where not closed')).rowCount === 0);

    for (const n of [3, 50])
      expect(
        await story.store.streams.append(id, fence, n, [{ type: 'message_delta', messageId: 'm', text: 'boo' }]),
      ).toBe(false);
    const later = await living.follow(id);
    await later.until('MessageFailed');
    for (const { events, text } of [followed, later]) {
      expect(text()).toBe('');
      expect(events.filter(({ __typename }) => __typename === 'MessageFailed')).toEqual([events.at(-1)]);
    }
    for (const one of [followed, later]) one.stop();
  } finally {
    await story.end();
  }
}

describe('a process whose turn has failed because it was thought dead writes no more, before any other turn begins', () => {
  test('in Postgres', () => expectSilence());
});

describeRedis('so it is', () => {
  test('in Redis', async () => {
    const redis = await startTestRedis();
    await expectSilence(redis);
    await redis.stop();
  });
});
