import { Client } from 'pg';
import { migrate } from '../migrations';
import { silent } from './silent';
import { createTestDatabase } from './test-database';

/** A database with the store's tables, for the tests of one file: what is asked of it. */
export function migratedDatabase(): Pick<Client, 'query'> {
  let client: Client;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await createTestDatabase();
    drop = () => database.drop();
    await migrate(database.url, silent);
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await drop();
  });
  return { query: ((...given: Parameters<Client['query']>) => client.query(...given)) as Client['query'] };
}
