import { describeRedis, startTestRedis, type TestRedis } from '@trialogue/store/testing';
import { follow, type StreamEvent, say, start, textOf } from './support/chat';
import { Product, startProduct } from './support/product';
import { until } from './support/until';

describeRedis('Redis goes away in the middle of an answer', () => {
  let redis: TestRedis;
  let writer: Product & { databaseUrl: string };
  let elsewhere: Product;
  beforeAll(async () => {
    redis = await startTestRedis();
    const env = { REDIS_URL: redis.url, TRIALOGUE_SCRIPTED_PACE_MS: '80' };
    writer = await startProduct(env);
    elsewhere = await startProduct({ ...env, DATABASE_URL: writer.databaseUrl }, writer.root);
  });
  afterAll(() => redis.stop());

  test.each([
    ['killed, and back empty', () => redis.kill(), () => redis.restart()],
    ['paused', async () => redis.pause(), async () => redis.resume()],
  ])('%s: in every process, every reader gets the exact text and its end, once', async (name, leave, come) => {
    const { id } = await start(writer, name);
    const sockets = [writer.socket(), elsewhere.socket(), elsewhere.socket()];
    const begun = follow(elsewhere.socket(), id, 'MessageDelta');
    const readers = sockets.map((socket) => follow(socket, id, 'MessageCompleted'));
    const answer = say(writer, id, 'What shall I cook?');
    await begun;
    const logged = writer.output.length;
    await leave();
    const { text } = (await answer).answer;
    await until(() => writer.output.slice(logged).includes('Redis is away'));
    const seen = await Promise.all(readers);
    await come();
    for (const events of seen) expectExact(events, text);
    expectExact(await follow(elsewhere.socket(), id, 'MessageCompleted', seen[0]![0]!.cursor), text);

    const again = sockets.map((socket) => follow(socket, id, 'MessageCompleted', seen[0]!.at(-1)!.cursor));
    const next = (await say(writer, id, 'And tomorrow?')).answer.text;
    for (const events of await Promise.all(again)) expectExact(events, next);
  });
});

function expectExact(events: readonly StreamEvent[], text: string): void {
  expect(events.at(-1)!.message!.text).toBe(text);
  expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(events.length);
  if (!events.some(({ __typename }) => __typename === 'StreamReset')) expect(text.endsWith(textOf(events))).toBe(true);
}
