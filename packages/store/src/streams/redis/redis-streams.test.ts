import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Notifications } from '../../notifications';
import { RedisLine } from '../../redis/line';
import { Store } from '../../store';
import { describeRedis, startTestRedis, type TestRedis } from '../../testing/redis-server';
import { silent } from '../../testing/silent';
import { Follower, ToldTurn } from '../../testing/streams/turn';
import { delta, take } from '../../testing/streams/world';
import { createTestDatabase } from '../../testing/test-database';
import { until } from '../../testing/until';
import { cursorOf, terminal } from '../cursor';
import { MessageStreams } from '../message-streams';
import { PostgresStreams } from '../postgres-streams';
import { RedisEntries, type StreamBounds, streamKey } from './entries';
import { RedisHints } from './hints';
import { RedisStreams } from './redis-streams';

describeRedis('message streams in Redis', () => {
  let database: { url: string; drop(): Promise<void> };
  let redis: TestRedis;
  let direct: Redis;
  let store: Store;
  let conversation: string;
  let lines: RedisLine[];
  const over = new AbortController();

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = await startTestRedis();
    direct = new Redis(redis.url);
    store = await Store.open({ url: database.url, redis: redis.url, logger: silent });
  });
  beforeEach(() => {
    conversation = randomUUID();
    lines = [];
  });
  afterEach(() => {
    for (const line of lines) line.close();
  });
  afterAll(async () => {
    over.abort();
    direct.disconnect();
    await store.close();
    await redis.stop();
    await database.drop();
  });

  async function openStreams(bounds: StreamBounds) {
    const line = new RedisLine(redis.url, silent);
    lines.push(line);
    const postgres = new PostgresStreams(store.sql, new Notifications(database.url, store.sql, silent));
    const looks = jest.spyOn(postgres, 'held');
    const backend = new RedisStreams(new RedisEntries(line, bounds), new RedisHints(line), postgres);
    await line.open();
    return { streams: new MessageStreams(backend, silent), looks };
  }

  test('what is written in a transaction is in Postgres, all else in Redis', async () => {
    const turn = new ToldTurn(store, conversation, 1);
    await turn.begin();
    await turn.say(3);
    await turn.end();
    expect((await direct.xrange(streamKey(conversation), '-', '+')).map(([id]) => id)).toEqual([
      '1-1',
      '1-2',
      '1-3',
      '1-4',
    ]);
    const { rows } = await store.sql('select fence, n from exp.stream_entries where conversation = $1', [conversation]);
    expect(rows.map(({ fence, n }) => cursorOf(Number(fence), n))).toEqual([`1-${terminal}`]);
    const events = store.streams.read(conversation, '1-3', over.signal);
    expect(await take(events, 2)).toEqual(['1-4 1.4 ', `1-${terminal} ${turn.said}`]);
  });

  test('who follows along in Redis does not ask Postgres', async () => {
    const { streams, looks } = await openStreams({ expiresMs: 60_000, mostEntries: 10_000 });
    const reader = new Follower(streams.read(conversation, null, over.signal));
    const turn = new ToldTurn(store, conversation, 1);
    await turn.begin();
    await until(() => reader.texts.has(1));
    const before = looks.mock.calls.length;
    for (let word = 0; word < 50; word++) {
      await turn.say(1);
      await until(() => reader.texts.get(1) === turn.said);
    }
    expect(looks.mock.calls.length - before).toBeLessThan(25); // one when it began, and one for a poll that came in between
    streams.close();
  });

  test('a stream expires some time after its last entry, and then its end is still in Postgres', async () => {
    const { streams } = await openStreams({ expiresMs: 200, mostEntries: 10_000 });
    await streams.append(conversation, 1, 1, [delta('a'), delta('b')]);
    await store.transaction((sql) => streams.append(conversation, 1, terminal, [delta('ab')], sql));
    expect(await direct.pttl(streamKey(conversation))).toBeLessThanOrEqual(200);
    await until(async () => (await direct.exists(streamKey(conversation))) === 0);
    expect(await streams.position(conversation)).toBe(cursorOf(1, terminal));
    expect(await take(streams.read(conversation, '1-1', over.signal), 1)).toEqual([`1-${terminal} ab`]);
    streams.close();
  });

  test('a stream has a bound; who was before it is told, and the rest is replayed', async () => {
    const { streams } = await openStreams({ expiresMs: 60_000, mostEntries: 100 });
    for (let n = 1; n <= 1_000; n += 10)
      await streams.append(
        conversation,
        1,
        n,
        Array.from({ length: 10 }, () => delta('x')),
      );
    const held = await direct.xlen(streamKey(conversation));
    expect(held).toBeGreaterThanOrEqual(100);
    expect(held).toBeLessThan(300); // Redis removes whole nodes of a hundred
    const first = 1_000 - held;
    const events = streams.read(conversation, '1-1', over.signal);
    expect(await take(events, 2)).toEqual([`${cursorOf(1, first)} RESET`, `${cursorOf(1, first + 1)} x`]);
    streams.close();
  });

  test('of two transactions that write the same id one is refused', async () => {
    await store.transaction((sql) => store.streams.append(conversation, 3, 1, [delta('a')], sql));
    const refused = store.transaction((sql) => store.streams.append(conversation, 3, 1, [delta('b')], sql));
    expect(await refused).toBe(false);
    expect(await take(store.streams.read(conversation, null, over.signal), 1)).toEqual(['3-1 a']);
  });
});
