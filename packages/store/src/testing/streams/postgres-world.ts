import { Notifications } from '../../notifications';
import { Store } from '../../store';
import { PostgresStreams } from '../../streams/postgres-streams';
import { silent } from '../silent';
import { createTestDatabase } from '../test-database';
import type { StreamsWorld } from './world';

export async function openPostgresWorld(): Promise<StreamsWorld> {
  const database = await createTestDatabase();
  const open = () => Store.open({ url: database.url, logger: silent });
  const [store, elsewhere] = [await open(), await open()];
  return {
    store,
    elsewhere,
    open,
    backend: async () => new PostgresStreams(store.sql, new Notifications(database.url, store.sql, silent)),
    async forget(conversation, fence, n) {
      await store.sql(
        `update exp.stream_entries set at = now() - interval '2 hours' where conversation = $1 and (fence, n) <= ($2, $3)`,
        [conversation, fence, n],
      );
      return store.streams.trim(3_600_000);
    },
    listeners: 2, // a process listens from its start
    async listening() {
      const { rows } = await store.sql<{ listening: number }>(
        `select count(*)::int as listening from pg_stat_activity
         where datname = current_database() and application_name = 'trialogue listen'`,
      );
      return rows[0]!.listening;
    },
    async close() {
      await elsewhere.close();
      await store.close();
      await database.drop();
    },
  };
}
