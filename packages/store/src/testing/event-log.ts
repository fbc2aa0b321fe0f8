import type { EventInput, StoredEvent } from '../events/event';
import type { Sql } from '../sql';
import { Store } from '../store';
import { silent } from './silent';
import { createTestDatabase } from './test-database';
import { until } from './until';

export const event = (id: string, more: Partial<EventInput> = {}): EventInput => ({
  unit: 'u1',
  id,
  type: 'clicked',
  at: '2026-11-23T10:00:00.000Z',
  ...more,
});

/** A database of its own for each test of the file that calls this, and what tests of the event log do with it. */
export function eventLogStory() {
  let database: { url: string; drop(): Promise<void> };
  let store: Store;

  beforeEach(async () => {
    database = await createTestDatabase();
    store = await Store.open({ url: database.url, logger: silent });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  /** All that a consumer has not seen. It may have to wait: readers stand behind every open transaction of the server. */
  async function drain(name: string): Promise<StoredEvent[]> {
    const all: StoredEvent[] = [];
    await until(async () => {
      await store.events.consume(name, 100, async (_, events) => void all.push(...events));
      return (await store.events.lag(name)).events === 0;
    });
    return all;
  }

  /** A transaction that stays open until it is told to commit or to roll back. */
  async function openTransaction(work: (sql: Sql) => Promise<unknown>) {
    let end: (commit: boolean) => void = () => undefined;
    const told = new Promise<boolean>((resolve) => {
      end = resolve;
    });
    let begun = () => {};
    const working = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const ended = store
      .transaction(async (sql) => {
        await work(sql);
        begun();
        if (!(await told)) throw new Error('rolled back');
      })
      .catch((error) => error.message);
    await working;
    const endWith = (commit: boolean) => {
      end(commit);
      return ended;
    };
    return { commit: () => endWith(true), rollBack: () => endWith(false) };
  }

  return {
    get store() {
      return store;
    },
    get url() {
      return database.url;
    },
    drain,
    openTransaction,
  };
}
