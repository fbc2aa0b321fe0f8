import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from '@trialogue/errors';
import { Client } from 'pg';
import type { Logger } from './logger';
import { releases } from './migrations/001-releases';
import { events } from './migrations/002-events';
import { streams } from './migrations/003-streams';
import { nextEvents } from './migrations/004-next-events';
import { replicas } from './migrations/005-replicas';
import { appliedEntries } from './migrations/006-applied-entries';
import { nativeBucket } from './migrations/007-native-bucket';
import { nativeVariant } from './migrations/008-native-variant';
import { appendFunctions } from './migrations/009-append-functions';
import { pluginRecords } from './migrations/010-plugin-records';
import { allocators } from './migrations/011-allocators';
import { toldAfter } from './migrations/012-told-after';
import { asStoreError } from './unavailable';

/**
 * In order. What is listed here has run somewhere, so it is only ever added to, and an older version must be able to run
 * on a newer one's tables: expand first, contract a release later.
 */
const migrations: readonly (readonly [name: string, statements: string])[] = [
  ['001-releases', releases],
  ['002-events', events],
  ['003-streams', streams],
  ['004-next-events', nextEvents],
  ['005-replicas', replicas],
  ['006-applied-entries', appliedEntries],
  ['007-native-bucket', nativeBucket],
  ['008-native-variant', nativeVariant],
  ['009-append-functions', appendFunctions],
  ['010-plugin-records', pluginRecords],
  ['011-allocators', allocators],
  ['012-told-after', toldAfter],
];

/** Any number, as long as nobody else in this database takes it. */
const lockKey = 7_251_018_330;
const lockTimeoutMs = 60_000;

/**
 * Brings the store's tables up to date, one process at a time: under an advisory lock on a connection of its own, each
 * migration in its own transaction.
 *
 * @throws DomainError STORE_UNAVAILABLE, or SetupError for what waiting does not mend (password, database name, version)
 */
export async function migrate(url: string, logger: Logger): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 120_000 });
  client.on('error', () => undefined); // the statement under way rejects
  try {
    await client.connect();
    await checkServer(client);
    await takeLock(client);
    await client.query('create schema if not exists exp');
    await client.query(
      'create table if not exists exp.store_migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from exp.store_migrations');
    const applied = new Set(rows.map((row) => row.name));
    const missing = migrations.filter(([name]) => !applied.has(name));
    for (const [name, statements] of missing) {
      await client.query('begin');
      await client.query(statements);
      await client.query('insert into exp.store_migrations (name) values ($1)', [name]);
      await client.query('commit');
      logger.debug({ migration: name }, 'Migrated.');
    }
    if (missing.length > 0) logger.info({ migrations: missing.length }, 'The store’s tables are up to date.');
  } catch (error) {
    throw asSetupError(error);
  } finally {
    await client.end().catch(() => undefined); // ends the lock, and whatever was not committed
  }
}

async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  );
  const { version, encoding } = rows[0];
  if (version < 140_000)
    throw new SetupError(
      `The database is Postgres ${Math.floor(version / 10_000)}; Trialogue needs 14 or later.`,
      'Upgrade it, or leave DATABASE_URL unset to use the embedded Postgres.',
    );
  if (encoding !== 'UTF8')
    throw new SetupError(
      `The database's encoding is ${encoding}; Trialogue needs UTF8.`,
      "Create a database with `encoding 'UTF8' template template0` and name it in DATABASE_URL.",
    );
}

/** Asked for again and again rather than waited for: a statement that waits holds a snapshot, which readers wait for. */
async function takeLock(client: Client): Promise<void> {
  const deadline = performance.now() + lockTimeoutMs;
  for (;;) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [lockKey]);
    if (rows[0].taken) return;
    if (performance.now() > deadline) throw new Error(`Another process has been migrating for ${lockTimeoutMs} ms.`);
    await pause(25);
  }
}

/** SQLSTATEs of a database that answers, and says no: authentication, unknown database, missing privileges. */
function asSetupError(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code === 'string' && /^(28...|3D000|42501)$/.test(code))
    return new SetupError(
      `The database refuses us: ${message}.`,
      'Check user, password, database name and the right to create a schema in DATABASE_URL.',
      { cause: error },
    );
  return asStoreError(error);
}
