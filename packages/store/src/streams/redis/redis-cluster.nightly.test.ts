import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Store } from '../../store';
import { startTestCluster } from '../../testing/redis-cluster';
import { describeRedis } from '../../testing/redis-server';
import { silent } from '../../testing/silent';
import { streamsContract } from '../../testing/streams/contract';
import { openRedisWorld } from '../../testing/streams/redis-world';
import { Follower, ToldTurn } from '../../testing/streams/turn';
import { createTestDatabase } from '../../testing/test-database';
import { until } from '../../testing/until';

describeRedis('in a Redis Cluster of three nodes', () => {
  streamsContract(async () => {
    const { nodes, stop } = await startTestCluster();
    const urls = nodes.map(({ url }) => url);
    return openRedisWorld(urls, stop);
  });

  test('conversations are spread over the nodes, and go on in Postgres when one is gone', async () => {
    const { nodes, stop } = await startTestCluster();
    const database = await createTestDatabase();
    const redis = nodes.map(({ url }) => url).join(',');
    const [writer, elsewhere] = [
      await Store.open({ url: database.url, redis, logger: silent }),
      await Store.open({ url: database.url, redis, logger: silent }),
    ];
    const over = new AbortController();
    const told = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const conversation = randomUUID();
        const turn = new ToldTurn(writer, conversation, 1);
        const reader = new Follower(elsewhere.streams.read(conversation, null, over.signal));
        await turn.begin();
        await turn.say(10);
        return { turn, reader };
      }),
    );
    const inPostgres = async () => (await writer.sql('select 1 from exp.stream_entries')).rowCount;
    expect(await inPostgres()).toBe(0);
    for (const { url } of nodes) {
      const node = new Redis(url);
      expect(await node.dbsize()).toBeGreaterThan(0);
      node.disconnect();
    }
    await until(() => told.every(({ turn, reader }) => reader.texts.get(1) === turn.said));

    await nodes[1]!.kill();
    for (const { turn } of told) await turn.say(10);
    for (const { turn } of told) await turn.end();
    await until(() => told.every(({ reader }) => reader.ended.length === 1));
    for (const { turn, reader } of told) {
      expect(reader.wrong).toEqual([]);
      expect(reader.texts.get(1)).toBe(turn.said);
    }
    expect(await inPostgres()).toBeGreaterThan(told.length);
    over.abort();
    await elsewhere.close();
    await writer.close();
    await database.drop();
    await stop();
  });
});
