import { Store } from '../store';
import { silent } from './silent';
import { createTestDatabase } from './test-database';

export const prompt = (key: string, text: string, refs: string[] = []) => ({
  kind: 'prompt',
  key,
  schema: 1,
  body: { text },
  refs,
});

/** One database for all tests of the file that calls this, and as many stores on it as they like. */
export function releasesStory() {
  let database: { url: string; drop(): Promise<void> };
  let store: Store;
  const others: Store[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    store = await Store.open({ url: database.url, logger: silent });
  });

  afterEach(async () => {
    for (const other of others.splice(0)) await other.close();
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  /** Another process's store; it is closed after the test. */
  async function another(options: { snapshotDir?: string; releaseCacheBytes?: number; url?: string } = {}) {
    const other = await Store.open({ url: database.url, logger: silent, ...options });
    others.push(other);
    return other;
  }

  return {
    get store() {
      return store;
    },
    get url() {
      return database.url;
    },
    another,
  };
}
