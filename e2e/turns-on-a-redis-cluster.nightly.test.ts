import { describeRedis, startTestCluster } from '@trialogue/store/testing';
import { type StreamEvent, say, start, textOf } from './support/chat';
import { rows } from './support/database';
import { followOver, hasEnds, isEnd } from './support/follow-over';
import { startProduct } from './support/product';
import { until } from './support/until';
import { overEventStream, overWebSocket } from './support/ways';

const conversations = 8;
const turnsEach = 12;

describeRedis('a Redis Cluster of three nodes', () => {
  let cluster: Awaited<ReturnType<typeof startTestCluster>>;
  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster?.stop());

  test('a node goes and comes back while people talk: every turn is completed, and every reader has all of it', async () => {
    const env = { REDIS_URL: cluster.nodes.map(({ url }) => url).join(','), TRIALOGUE_SCRIPTED_PACE_MS: '20' };
    const writer = await startProduct(env);
    const elsewhere = await startProduct({ ...env, DATABASE_URL: writer.databaseUrl }, writer.root);
    let ended = 0;
    const talks = Array.from({ length: conversations }, async (_, index) => {
      const { id } = await start(writer, `unit-${index}`);
      const readers = [overWebSocket(writer.url), overWebSocket(elsewhere.url), overEventStream(elsewhere.url)].map(
        (way) => followOver(way, id, null, hasEnds(turnsEach)),
      );
      const said: string[] = [];
      for (let turn = 0; turn < turnsEach; turn++) {
        const { status, answer } = await say(turn % 2 ? elsewhere : writer, id, `Message ${turn}`);
        expect(status).toBe('COMPLETED');
        said.push(answer.text);
        ended += 1;
      }
      for (const events of await Promise.all(readers)) expectAll(events, said);
    });
    await until(() => ended > conversations * 2);
    await cluster.nodes[1]!.kill();
    await until(() => [writer, elsewhere].some(({ output }) => output.includes('Redis is away')));
    const before = ended;
    await until(() => ended > before + conversations);
    await cluster.nodes[1]!.restart();
    await Promise.all(talks);

    const facts = await rows(writer.databaseUrl, 'select type, count(*)::int from exp.events group by 1');
    const count = Object.fromEntries(facts.map(({ type, count }) => [type, count]));
    const turns = conversations * turnsEach;
    expect(count).toMatchObject({ execution_completed: turns, message_sent: 2 * turns });
  }, 600_000);
});

/** Each turn's end once, in order, with its whole text, of which what streamed is the end, or all, unless some was lost. */
function expectAll(events: readonly StreamEvent[], said: readonly string[]): void {
  expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(events.length);
  expect(events.filter(isEnd).map(({ message }) => message!.text)).toEqual(said);
  let from = 0;
  for (const [index, event] of events.entries()) {
    if (!isEnd(event)) continue;
    const turn = events.slice(from, index);
    from = index + 1;
    const isReset = turn.some(({ __typename }) => __typename === 'StreamReset');
    if (!isReset) expect(textOf(turn)).toBe(event.message!.text);
  }
}
