import { Redis } from 'ioredis';
import { Notifications } from '../../notifications';
import { RedisLine } from '../../redis/line';
import { Store } from '../../store';
import { PostgresStreams } from '../../streams/postgres-streams';
import { RedisEntries, streamKey } from '../../streams/redis/entries';
import { RedisHints } from '../../streams/redis/hints';
import { RedisStreams } from '../../streams/redis/redis-streams';
import { silent } from '../silent';
import { createTestDatabase } from '../test-database';
import type { StreamsWorld } from './world';

/** @param urls of the nodes, one or more; a server that was started for this */
export async function openRedisWorld(urls: readonly string[], close: () => Promise<void>): Promise<StreamsWorld> {
  const database = await createTestDatabase();
  const redis = urls.join(',');
  const open = () => Store.open({ url: database.url, redis, logger: silent });
  const [store, elsewhere] = [await open(), await open()];
  const lines: RedisLine[] = [];
  const nodes = urls.map((url) => new Redis(url));
  return {
    store,
    elsewhere,
    open,
    async backend() {
      const line = new RedisLine(redis, silent);
      lines.push(line);
      const entries = new RedisEntries(line, { expiresMs: 60_000, mostEntries: 10_000 });
      const hints = new RedisHints(line);
      await line.open();
      const notifications = new Notifications(database.url, store.sql, silent);
      return new RedisStreams(entries, hints, new PostgresStreams(store.sql, notifications));
    },
    async forget(conversation, fence, n) {
      const line = new RedisLine(redis, silent);
      await line.open();
      const from = `${fence}-${n + 1}`;
      const removed = await line.ask((client) => client.xtrim(streamKey(conversation), 'MINID', from));
      line.close();
      return removed!;
    },
    listeners: 1, // a process listens to what somebody reads there
    async listening() {
      const lists = await Promise.all(nodes.map((node) => node.call('CLIENT', 'LIST', 'TYPE', 'pubsub')));
      return lists.join('\n').split('\n').filter(Boolean).length;
    },
    async close() {
      for (const line of lines) line.close();
      for (const node of nodes) node.disconnect();
      await elsewhere.close();
      await store.close();
      await database.drop();
      await close();
    },
  };
}
