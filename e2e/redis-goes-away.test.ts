import { describeRedis, startTestRedis, type TestRedis } from '@trialogue/store/testing';
import { follow, type StreamEvent, say, start, textOf } from './support/chat';
import { fakeAnthropic } from './support/fake-anthropic';
import { Product, startProduct } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();
/** So that much of an answer comes while Redis is away, and while it comes back. */
const slowly = { sentences: 4, tokenMs: 80 };

describeRedis('Redis goes away in the middle of an answer', () => {
  let redis: TestRedis;
  let writer: Product & { databaseUrl: string };
  let elsewhere: Product;
  beforeAll(async () => {
    redis = await startTestRedis();
    const env = { ...anthropic.env, REDIS_URL: redis.url };
    writer = await startProduct(env);
    elsewhere = await startProduct({ ...env, DATABASE_URL: writer.databaseUrl }, writer.root);
  });
  afterAll(() => redis.stop());

  test.each([
    ['killed, and back empty', () => redis.kill(), () => redis.restart()],
    ['paused', async () => redis.pause(), async () => redis.resume()],
  ])('%s: in every process, every reader gets the exact text and its end, once', async (name, leave, come) => {
    await until(() => [writer, elsewhere].every(hasRedis));
    const { id } = await start(writer, name);
    const sockets = [writer.socket(), elsewhere.socket(), elsewhere.socket()];
    const begun = follow(elsewhere.socket(), id, 'MessageDelta');
    const readers = sockets.map((socket) => follow(socket, id, 'MessageCompleted'));
    const held = anthropic.holdNext(slowly);
    const answer = say(writer, id, 'What shall I cook?');
    await begun;
    const logged = writer.output.length;
    await leave();
    held.release();
    const { text } = (await answer).answer;
    expect(text).toBe(held.text);
    await until(() => writer.output.slice(logged).includes('Redis is away'));
    const seen = await Promise.all(readers);
    await come();
    for (const events of seen) expectExact(events, text);
    expectExact(await follow(elsewhere.socket(), id, 'MessageCompleted', seen[0]![0]!.cursor), text);

    const again = sockets.map((socket) => follow(socket, id, 'MessageCompleted', seen[0]!.at(-1)!.cursor));
    anthropic.holdNext(slowly).release();
    const next = (await say(writer, id, 'And tomorrow?')).answer.text;
    for (const events of await Promise.all(again)) expectExact(events, next);
  });
});

/** Whether every process that has noticed that Redis is away has also noticed that it is back. */
const hasRedis = ({ output }: Product) => output.split('Redis is away').length === output.split('Redis is back').length;

function expectExact(events: readonly StreamEvent[], text: string): void {
  expect(events.at(-1)!.message!.text).toBe(text);
  expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(events.length);
  if (!events.some(({ __typename }) => __typename === 'StreamReset')) expect(text.endsWith(textOf(events))).toBe(true);
}
