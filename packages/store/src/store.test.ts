import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgres } from './embedded-postgres/embedded-postgres';
import { readPostmaster } from './embedded-postgres/postmaster';
import { migrate } from './migrations';
import { Store } from './store';
import { freePorts } from './testing/free-ports';
import { killPostmaster } from './testing/kill-postmaster';
import { silent } from './testing/silent';
import { temporaryFolder } from './testing/temporary-folder';
import { createTestDatabase } from './testing/test-database';
import { until } from './testing/until';

describe('transactions', () => {
  let database: { url: string; drop(): Promise<void> };
  let store: Store;

  beforeAll(async () => {
    database = await createTestDatabase();
    store = await Store.open({ url: database.url, logger: silent });
    await store.sql('create table words (word text primary key)');
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const words = async () => (await store.sql('select word from words order by word')).rows.map(({ word }) => word);

  test('commit what the work did, and answer what it answers', async () => {
    const answer = await store.transaction(async (sql) => {
      await sql('insert into words values ($1)', ['kept']);
      return 7;
    });
    expect(answer).toBe(7);
    expect(await words()).toEqual(['kept']);
  });

  test('undo it when the work throws, with the work’s own error', async () => {
    const failing = store.transaction(async (sql) => {
      await sql('insert into words values ($1)', ['lost']);
      await sql('insert into words values ($1)', ['kept']);
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await words()).toEqual(['kept']);
  });

  test('take no statement after their end', async () => {
    let leaked: any;
    await store.transaction(async (sql) => {
      leaked = sql;
    });
    await expect(async () => leaked('select 1')).rejects.toThrow('This transaction is over');
  });

  test('that lose their connection are unavailable, and the pool goes on', async () => {
    const cut = store.transaction(async (sql) => {
      const { rows } = await sql('select pg_backend_pid() as pid');
      await store.sql('select pg_terminate_backend($1)', [rows[0]!.pid]);
      await sql('select 1');
    });
    await expect(cut).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect((await store.sql('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('have a time limit, as every statement has', async () => {
    const { rows } = await store.sql(
      `select name, setting::int / 1000 as seconds from pg_settings
       where name in ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')
       order by name`,
    );
    expect(rows).toEqual([
      { name: 'idle_in_transaction_session_timeout', seconds: 60 },
      { name: 'statement_timeout', seconds: 30 },
      { name: 'transaction_timeout', seconds: 300 },
    ]);
  });
});

describe('migrations', () => {
  test('run once, however many processes start at the same time', async () => {
    const database = await createTestDatabase();
    const stores = await Promise.all(
      Array.from({ length: 5 }, () => Store.open({ url: database.url, logger: silent })),
    );
    const { rows } = await stores[0]!.sql('select name from exp.store_migrations order by name');
    expect(rows.map(({ name }) => name)).toEqual([
      '001-releases',
      '002-events',
      '003-streams',
      '004-next-events',
      '005-replicas',
      '006-applied-entries',
      '007-native-bucket',
      '008-native-variant',
      '009-append-functions',
      '010-plugin-records',
      '011-allocators',
      '012-told-after',
    ]);
    await Promise.all(stores.map((store) => store.close()));
    await migrate(database.url, silent);
    await database.drop();
  });

  test('leave nothing half done', async () => {
    const database = await createTestDatabase();
    const store = await Store.open({ url: database.url, logger: silent });
    await store.sql('drop schema exp cascade');
    await store.sql('create schema exp');
    await store.sql('create table exp.heads (in_the_way int)');
    await expect(migrate(database.url, silent)).rejects.toThrow('already exists');
    const { rows } = await store.sql(
      `select table_name from information_schema.tables where table_schema = 'exp' order by 1`,
    );
    expect(rows.map(({ table_name }) => table_name)).toEqual(['heads', 'store_migrations']);
    await store.close();
    await database.drop();
  });
});

test.each([
  ['a wrong password', (url: URL) => (url.password = 'wrong')],
  ['a database that does not exist', (url: URL) => (url.pathname = '/nowhere')],
])('%s is a matter of setting up, not of waiting', async (_, spoil) => {
  const database = await createTestDatabase();
  const url = new URL(database.url);
  spoil(url);
  await expect(Store.open({ url: url.href, logger: silent })).rejects.toMatchObject({ name: 'SetupError' });
  await database.drop();
});

describe('a restart of Postgres under an open store', () => {
  let home: Awaited<ReturnType<typeof temporaryFolder>>;
  let folder: string;
  let port: number;
  let postgres: EmbeddedPostgres;
  let store: Store;

  beforeEach(async () => {
    home = await temporaryFolder('restart');
    folder = home.path;
    [port] = (await freePorts(1)) as [number];
    await start();
    store = await Store.open({ url: postgres.url, logger: silent, snapshotDir: join(folder, 'snapshots') });
  });

  afterEach(async () => {
    await store.close();
    await postgres.stop();
    await home.remove();
  });

  const start = async () => {
    postgres = await EmbeddedPostgres.start({ dataDir: join(folder, 'postgres'), port, logger: silent });
  };

  test('releases go on being served, are stale in time, and catch up', async () => {
    await store.releases.publish(store.sql, { kind: 'prompt', key: 'p', schema: 1, body: 'before' });
    await store.releases.refresh();
    const heard: unknown[] = [];
    store.releases.onHead('prompt', (_, release) => heard.push(release?.body));
    await postgres.stop();
    expect(store.releases.stale).toBe(false);
    await expect(store.sql('select 1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await until(() => store.releases.stale);
    await store.releases.fresh();
    expect(store.releases.head('prompt', 'p')!.body).toBe('before');
    await start();
    const other = await Store.open({ url: postgres.url, logger: silent });
    await other.releases.publish(other.sql, { kind: 'prompt', key: 'p', schema: 1, body: 'after' });
    await until(() => !store.releases.stale && heard.length > 0);
    expect(heard).toEqual(['after']);
    await other.close();
  });

  test('a failover that lost revisions, as many as came since, is noticed', async () => {
    for (const key of ['kept', 'lost'])
      await store.releases.publish(store.sql, { kind: 'prompt', key, schema: 1, body: key });
    await store.releases.refresh();
    await store.sql(`alter system set restore_command = 'false'`);
    await postgres.stop();
    await writeFile(join(folder, 'postgres', 'recovery.signal'), '', { mode: 0o666 });
    // Recovers onto a new timeline where nobody sees it yet.
    postgres = await EmbeddedPostgres.start({ dataDir: join(folder, 'postgres'), logger: silent });
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await until(async () => !(await client.query('select pg_is_in_recovery() as recovers')).rows[0].recovers);
    await client.end();
    const other = await Store.open({ url: postgres.url, logger: silent });
    await other.sql(`delete from exp.heads where key = 'lost'`);
    await other.sql('update exp.head_counter set rev = 1');
    await other.releases.publish(other.sql, { kind: 'prompt', key: 'since', schema: 1, body: 'since' });
    await other.close();
    await postgres.stop();
    await start();
    await until(() => store.releases.head('prompt', 'since') !== undefined);
    expect(store.releases.heads('prompt').map(({ key }) => key)).toEqual(['kept', 'since']);
  });

  test('a reader of a stream waits and misses nothing', async () => {
    const conversation = randomUUID();
    const controller = new AbortController();
    const stream = store.streams.read(conversation, null, controller.signal);
    await store.streams.append(conversation, 1, 1, [{ n: 1 }]);
    expect((await stream.next()).value.entry).toEqual({ n: 1 });
    const next = [stream.next(), stream.next(), stream.next()];
    await store.sql('create table flushed ()'); // an entry is on the disk a moment later, or with whatever commits next
    const { pid } = readPostmaster(join(folder, 'postgres'))!;
    process.kill(pid, 'SIGQUIT'); // at once, sessions cut off
    await postgres.stop();
    await expect(store.streams.append(conversation, 1, 2, [{ n: 2 }])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    await start();
    const other = await Store.open({ url: postgres.url, logger: silent });
    await other.streams.append(conversation, 1, 2, [{ n: 2 }]);
    expect((await next[0]!).value.entry).toEqual({ n: 2 });
    // and by hints again, once the store listens again
    await other.streams.append(conversation, 1, 3, [{ n: 3 }]);
    expect((await next[1]!).value.entry).toEqual({ n: 3 });
    controller.abort();
    expect((await next[2]!).done).toBe(true);
    await other.close();
  });

  test('no acknowledged event is lost and none is doubled when the server is killed', async () => {
    const acknowledged: string[] = [];
    const consumed: string[] = [];
    let writing = true;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; writing; n++) {
        const id = `${writer}-${n}`;
        const event = { unit: 'u', id, type: 't', at: '2026-11-23T10:00:00Z' };
        await store.events.append(store.sql, [event]).then(
          () => acknowledged.push(id),
          () => new Promise((resolve) => setImmediate(resolve)),
        );
      }
    });
    const consume = () =>
      store.events
        .consume('reader', 50, async (_, events) => void consumed.push(...events.map(({ id }) => id)))
        .catch(() => undefined);
    await until(() => acknowledged.length > 200);
    killPostmaster(join(folder, 'postgres'));
    await postgres.stop();
    await start();
    const before = acknowledged.length;
    await until(() => acknowledged.length > before + 200);
    writing = false;
    await Promise.all(writers);
    await until(async () => {
      await consume();
      return (await store.events.lag('reader')).events === 0;
    });
    expect(new Set(consumed).size).toBe(consumed.length);
    expect(acknowledged.filter((id) => !new Set(consumed).has(id))).toEqual([]);
  });

  test('a store that opened without Postgres begins in full when that is there', async () => {
    await store.releases.publish(store.sql, { kind: 'prompt', key: 'p', schema: 1, body: 'before' });
    await store.releases.refresh();
    await store.close();
    await postgres.stop();
    store = await Store.open({ url: postgres.url, logger: silent, snapshotDir: join(folder, 'snapshots') });
    expect(store.releases.head('prompt', 'p')!.body).toBe('before');
    expect(store.releases.stale).toBe(true);
    await start();
    await until(() => !store.releases.stale);
    await store.releases.publish(store.sql, { kind: 'prompt', key: 'p', schema: 1, body: 'after' });
    await until(() => store.releases.head('prompt', 'p')!.body === 'after');
  });
});
