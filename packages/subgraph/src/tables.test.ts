import { createTestDatabase, silent, until } from '@trialogue/store/testing';
import { Client } from 'pg';
import { sqlOf, Tables } from './tables';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let tables: Tables;
beforeAll(async () => {
  database = await createTestDatabase();
  const client = new Client(database.url);
  await client.connect();
  await client.query('create schema exp');
  await client.end();
  tables = await Tables.open({ url: database.url, name: 'test', entities: [], migrations: [], logger: silent });
});
afterAll(async () => {
  await tables.close();
  await database.drop();
});

test('a connection that breaks between two statements of a transaction is the database away, and the next one works', async () => {
  const broken = tables.transaction(async (manager) => {
    const { rows } = await sqlOf(manager)('select pg_backend_pid() as pid');
    await tables.manager.query('select pg_terminate_backend($1)', [(rows[0] as { pid: number }).pid]);
    await until(() => manager.queryRunner!.isReleased);
    await manager.query('select 1');
  });
  await expect(broken).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(await tables.transaction((manager) => manager.query('select 1 as one'))).toEqual([{ one: 1 }]);
});
