import {
  type CuttableLine,
  cuttableLine,
  describeRedis,
  startTestRedis,
  type TestRedis,
} from '@trialogue/store/testing';
import { Redis } from 'ioredis';
import { follow, type StreamEvent, say, start, textOf } from './support/chat';
import { fakeAnthropic } from './support/fake-anthropic';
import { Product, startProduct } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();
/** So that much of an answer comes while Redis is away, and while it comes back. */
const slowly = { sentences: 4, tokenMs: 80 };

interface Trouble {
  leave(): unknown;
  come(): unknown;
  /** Who notices, if anybody. */
  readonly away: () => Product[];
}

describeRedis('Redis goes away in the middle of an answer', () => {
  let redis: TestRedis;
  let lines: readonly [CuttableLine, CuttableLine];
  let writer: Product & { databaseUrl: string };
  let elsewhere: Product;
  beforeAll(async () => {
    redis = await startTestRedis();
    lines = [await cuttableLine(redis.url), await cuttableLine(redis.url)];
    const env = (line: CuttableLine) => ({ ...anthropic.env, REDIS_URL: line.url });
    writer = await startProduct(env(lines[0]));
    elsewhere = await startProduct({ ...env(lines[1]), DATABASE_URL: writer.databaseUrl }, writer.root);
  });
  afterAll(async () => {
    await Promise.all(lines.map((line) => line.close()));
    await redis.stop();
  });

  const partitioned = (cut: () => readonly CuttableLine[], away: () => Product[]): Trouble => ({
    leave: () => cut().map((line) => line.cut()),
    come: () => cut().map((line) => line.mend()),
    away,
  });
  const flush = async () => {
    const direct = new Redis(redis.url);
    await direct.flushall();
    direct.disconnect();
  };

  test.each<[string, Trouble]>([
    [
      'killed, and back empty',
      { leave: () => redis.kill(), come: () => redis.restart(), away: () => [writer, elsewhere] },
    ],
    ['paused', { leave: () => redis.pause(), come: () => redis.resume(), away: () => [writer, elsewhere] }],
    [
      'partitioned away',
      partitioned(
        () => lines,
        () => [writer, elsewhere],
      ),
    ],
    [
      'partitioned away from who writes',
      partitioned(
        () => [lines[0]],
        () => [writer],
      ),
    ],
    [
      'partitioned away from who reads',
      partitioned(
        () => [lines[1]],
        () => [elsewhere],
      ),
    ],
    ['flushed', { leave: flush, come: flush, away: () => [] }],
  ])(
    '%s: in every process, every reader gets the exact text and its end, once',
    async (name, { leave, come, away }) => {
      await until(() => [writer, elsewhere].every(hasRedis));
      const { id } = await start(writer, name);
      const sockets = [writer.socket(), elsewhere.socket(), elsewhere.socket()];
      const begun = follow(elsewhere.socket(), id, 'MessageDelta');
      const readers = sockets.map((socket) => follow(socket, id, 'MessageCompleted'));
      const held = anthropic.holdNext(slowly);
      const answer = say(writer, id, 'What shall I cook?');
      await begun;
      const logged = away().map((product) => ({ product, from: product.output.length }));
      await leave();
      held.release();
      const { text } = (await answer).answer;
      expect(text).toBe(held.text);
      for (const { product, from } of logged) await until(() => product.output.slice(from).includes('Redis is away'));
      const seen = await Promise.all(readers);
      for (const events of seen) expectExact(events, text);

      const again = sockets.map((socket) => follow(socket, id, 'MessageCompleted', seen[0]!.at(-1)!.cursor));
      await come();
      expectExact(await follow(elsewhere.socket(), id, 'MessageCompleted', seen[0]![0]!.cursor), text);
      anthropic.holdNext(slowly).release();
      const next = (await say(writer, id, 'And tomorrow?')).answer.text;
      for (const events of await Promise.all(again)) expectExact(events, next);
    },
  );
});

/** Whether every process that has noticed that Redis is away has also noticed that it is back. */
const hasRedis = ({ output }: Product) => output.split('Redis is away').length === output.split('Redis is back').length;

function expectExact(events: readonly StreamEvent[], text: string): void {
  expect(events.at(-1)!.message!.text).toBe(text);
  expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(events.length);
  if (!events.some(({ __typename }) => __typename === 'StreamReset')) expect(text.endsWith(textOf(events))).toBe(true);
}
