import type { Pool, PoolClient } from 'pg';
import type { Logger } from './logger';
import type { PgDriver } from './traced-pg';
import { asStoreError } from './unavailable';

/** A statement that connections keep the plan of. For what runs often: its text never changes. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** Runs one statement on whatever is underneath: a pool, one client, a transaction of TypeORM's. */
export type Sql = <Row = Record<string, any>>(
  statement: string | Prepared,
  params?: readonly unknown[],
) => Promise<{ rows: Row[]; rowCount: number }>;

type Queryable = Pick<Pool, 'query'>;

/** @throws DomainError STORE_UNAVAILABLE for whatever says that the database is not there */
export function sqlOn(queryable: Queryable): Sql {
  return async (statement, params) => {
    try {
      const values = params as unknown[] | undefined;
      const asked =
        typeof statement === 'string' ? queryable.query(statement, values) : queryable.query({ ...statement, values });
      const { rows, rowCount } = await asked;
      return { rows, rowCount: rowCount ?? 0 };
    } catch (error) {
      throw asStoreError(error);
    }
  };
}

/**
 * A statement that sets the limits of a session, for whoever opens connections: nobody waits for ever, and no transaction
 * stays open, for the readers of the event log wait for the oldest one. `transaction_timeout` exists since Postgres 17.
 */
export const sessionLimits = `
  select set_config(name, value, false)
  from (values ('statement_timeout', '30s'), ('idle_in_transaction_session_timeout', '60s'),
               ('transaction_timeout', '5min')) as wanted (name, value)
  where name in (select name from pg_settings)`;

export function openPool(url: string, maxConnections: number, logger: Logger, { Pool }: PgDriver): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'trialogue',
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    query_timeout: 35_000,
    keepAlive: true,
    onConnect: (client) => client.query(sessionLimits).then(() => undefined),
  });
  pool.on('error', (error) => logger.debug({ err: error }, 'An idle database connection ended.'));
  return pool;
}

/** One transaction; `work`'s statements go through the `sql` it gets, and only until it ends. */
export async function inTransaction<T>(pool: Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw asStoreError(error);
  });
  const connectionLost = () => undefined; // the statement under way rejects; without a listener the process would end
  client.on('error', connectionLost);
  let over = false;
  const sql = sqlOn(client);
  const guarded: Sql = (statement, params) => {
    if (over) throw new Error('This transaction is over: a statement was not awaited.');
    return sql(statement, params);
  };
  let broken = true;
  try {
    await sql('begin');
    const result = await work(guarded);
    over = true;
    await sql('commit');
    broken = false;
    return result;
  } catch (error) {
    over = true;
    broken = !(await rollBack(client));
    throw error;
  } finally {
    client.off('error', connectionLost);
    client.release(broken);
  }
}

const rollBack = (client: PoolClient): Promise<boolean> =>
  client.query('rollback').then(
    () => true,
    () => false,
  );
