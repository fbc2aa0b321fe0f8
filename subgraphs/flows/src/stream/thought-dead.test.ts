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

  test('also when Redis was away just as its turn failed, and is back with what it had', async () => {
    const redis = await startTestRedis();
    let dies = false;
    const checkpoint = async (step: string) => {
      if (dies && step === 'effectDone') throw new Error('killed');
    };
    const at = { redis: redis.url };
    const story = await tell({ ...at, checkpoint, limits: { reapEveryMs: 3_600_000, deltaMs: 1 } });
    const living = await story.another({ ...at, checkpoint: () => {}, limits: { reapEveryMs: 20 } });
    const { sql, streams } = story.store;
    const isWhole = async (id: string) => (await streams.wholePosition(id)) !== undefined;
    try {
      const id = await story.startWith('book');
      const followed = await living.follow(id);
      dies = true;
      await story.send(id, 'Table!');
      await followed.until('MessageStarted');
      const { rows } = await sql('select fence from exp.conversations where id = $1', [id]);
      const fence = Number(rows[0]!.fence);

      redis.pause();
      await until(async () => !(await isWhole(id)));
      await sql(`update exp.conversations set lease_until = now() - interval '1 s' where id = $1`, [id]);
      await followed.until('MessageFailed');
      redis.resume();
      await until(() => isWhole(id));
      await until(async () => (await sql('select from exp.turns where not closed')).rowCount === 0);

      const entries = [{ type: 'message_delta', messageId: 'm', text: 'boo' }];
      for (const n of [3, 50]) expect(await streams.append(id, fence, n, entries)).toBe(false);
      const later = await living.follow(id);
      await later.until('MessageFailed');
      expect(later.text()).toBe('');
      for (const one of [followed, later]) one.stop();
    } finally {
      redis.resume();
      await story.end();
      await redis.stop();
    }
  });
});
