import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Logger } from '../../logger';
import { Store } from '../../store';
import { describeRedis, startTestRedis, type TestRedis } from '../../testing/redis-server';
import { silent } from '../../testing/silent';
import { Follower, ToldTurn } from '../../testing/streams/turn';
import { createTestDatabase } from '../../testing/test-database';
import { until } from '../../testing/until';
import { streamKey } from './entries';

describeRedis('Redis goes away', () => {
  let database: { url: string; drop(): Promise<void> };
  let redis: TestRedis;
  let direct: Redis;
  let stores: Store[];
  let conversation: string;
  const over = new AbortController();

  const open = async (logger: Logger = silent, url = redis.url) => {
    const store = await Store.open({ url: database.url, redis: url, logger });
    stores.push(store);
    return store;
  };
  const follow = (store: Store, after: string | null = null) =>
    new Follower(store.streams.read(conversation, after, over.signal));
  const length = () => direct.xlen(streamKey(conversation));

  beforeEach(async () => {
    database = await createTestDatabase();
    redis = await startTestRedis();
    direct = new Redis(redis.url, { maxRetriesPerRequest: null });
    direct.on('error', () => undefined);
    stores = [];
    conversation = randomUUID();
  });
  afterEach(async () => {
    direct.disconnect();
    for (const store of stores) await store.close();
    await redis.stop();
    await database.drop();
  });
  afterAll(() => over.abort());

  async function scene(logger?: Logger) {
    const writer = await open(logger);
    const readers = [await open(), await open()].flatMap((store) => [follow(store), follow(store), follow(store)]);
    const turn = new ToldTurn(writer, conversation, 1);
    await turn.begin();
    await turn.say(20);
    await until(() => readers.every(({ texts }) => texts.get(1) === turn.said));
    return { writer, readers, turn };
  }

  /** Everybody, late or from the beginning, has the same turns, each ended once. */
  async function expectAllToHave(readers: Follower[], texts: string[]): Promise<void> {
    const fences = texts.map((_, index) => index + 1);
    await until(() => readers.every(({ ended }) => ended.length === texts.length));
    for (const reader of readers) {
      expect(reader.ended).toEqual(fences);
      expect(reader.wrong).toEqual([]);
      for (const [fence, text] of reader.texts) expect(text).toBe(texts[fence - 1]);
      if (reader.resets === 0) expect([...reader.texts.values()]).toEqual(texts);
    }
  }

  test('killed, and back empty, in the middle of a turn: every reader has the exact text and its end, once', async () => {
    const { writer, readers, turn } = await scene();
    await redis.kill();
    await turn.say(20);
    await until(() => readers.every(({ texts }) => turn.said === texts.get(1)));
    await redis.restart();
    while ((await length()) === 0) await turn.say(1);
    await turn.say(20);
    await turn.end();
    await expectAllToHave(readers, [turn.said]);

    const next = new ToldTurn(writer, conversation, 2);
    await next.begin();
    await next.say(5);
    await next.end();
    await expectAllToHave(readers, [turn.said, next.said]);
  });

  test('paused in the middle of a turn, which ends meanwhile: nobody waits for it', async () => {
    const { writer, readers, turn } = await scene();
    redis.pause();
    await turn.say(20);
    await turn.end();
    await expectAllToHave(readers, [turn.said]);
    redis.resume();

    const next = new ToldTurn(writer, conversation, 2);
    await next.begin();
    const before = await length();
    while ((await length()) === before) await next.say(1);
    await next.say(20);
    await next.end();
    await expectAllToHave(readers, [turn.said, next.said]);
    const later = await open();
    await until(async () => {
      const late = [follow(later), follow(later, '1-7')];
      await until(() => late.every(({ ended }) => ended.length === 2));
      expect(late.flatMap(({ wrong }) => wrong)).toEqual([]);
      return late.every(({ resets }) => resets === 0); // all is there, once Redis is well for this process too
    });
  });

  test('paused for a moment, also for the readers', async () => {
    const { readers, turn } = await scene();
    for (let pause = 0; pause < 3; pause++) {
      redis.pause();
      await turn.say(5);
      redis.resume();
      const before = await length();
      while ((await length()) === before) await turn.say(1);
    }
    await turn.end();
    await expectAllToHave(readers, [turn.said]);
  });

  test('flushed while nobody writes: who was in the middle of a turn is told, who was behind one is not', async () => {
    const { writer, readers, turn } = await scene();
    await direct.flushall();
    await until(() => readers.every(({ resets }) => resets === 1));
    await turn.say(3);
    await turn.end();
    await expectAllToHave(readers, [turn.said]);
    await direct.flushall();
    const next = new ToldTurn(writer, conversation, 2);
    await next.begin();
    await next.say(3);
    await next.end();
    await expectAllToHave(readers, [turn.said, next.said]);
    expect(readers.every(({ resets }) => resets === 1)).toBe(true);
  });

  test('flushed after whole turns: a cursor into one of them gets a snapshot, and no hang', async () => {
    const { writer, turn } = await scene();
    await turn.end();
    const next = new ToldTurn(writer, conversation, 2);
    await next.begin();
    await next.end();
    await direct.flushall();
    const cursors = [];
    for (const after of ['1-1', '1-7', null]) {
      const events = writer.streams.read(conversation, after, over.signal);
      for (;;) {
        const { value } = await events.next();
        if (!('reset' in value)) continue;
        cursors.push(value.cursor);
        break;
      }
    }
    expect(cursors).toEqual(Array(3).fill(await writer.streams.position(conversation)));
  });

  test('away at the start: the streams are in Postgres until it comes', async () => {
    await redis.kill();
    const said: string[] = [];
    const warn = (fields: object, text: string) => said.push(`${JSON.stringify(fields)} ${text}`);
    const { writer, readers, turn } = await scene({ ...silent, warn });
    await turn.end();
    await expectAllToHave(readers, [turn.said]);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/ECONNREFUSED.*Redis is away/);
    await redis.restart();
    const next = new ToldTurn(writer, conversation, 2);
    await next.begin();
    while ((await length()) === 0) await next.say(1);
    await next.end();
    await expectAllToHave(readers, [turn.said, next.said]);
  });

  test('a password that is wrong is said once, and not repeated; nor is anything that was said', async () => {
    await direct.config('SET', 'requirepass', 'right');
    const logged: string[] = [];
    const log = (fields: object, text: string) => logged.push(`${JSON.stringify(fields)} ${text}`);
    const logger = { debug: log, info: log, warn: log, error: log };
    const store = await open(logger, redis.url.replace('//', '//:hunter2@'));
    const turn = new ToldTurn(store, conversation, 1);
    await turn.begin();
    await turn.say(3);
    await turn.end();
    await until(() => logged.length > 0);
    expect(logged.filter((line) => line.includes('Redis is away'))).toEqual([expect.stringContaining('WRONGPASS')]);
    expect(logged.join('\n')).not.toMatch(/hunter2|1\.2/);
  });
});
