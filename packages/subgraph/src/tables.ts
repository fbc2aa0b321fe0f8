import { DomainError } from '@trialogue/errors';
import {
  asStoreError,
  isStoreUnavailable,
  type Logger,
  type PoolCounts,
  pgDriver,
  type Sql,
  watchPool,
} from '@trialogue/store';
import type { Telemetry } from '@trialogue/telemetry';
import { Client } from 'pg';
import { DataSource, type EntityManager, type MixedList } from 'typeorm';

export interface TablesOptions {
  readonly url: string;
  /** The subgraph's name; its migrations are recorded in `exp.migrations_<name>`. */
  readonly name: string;
  readonly entities: MixedList<Function>;
  readonly migrations: MixedList<Function>;
  readonly logger: Logger;
  readonly telemetry?: Telemetry;
}

/** One lock for all subgraphs: migrations of a database run one after another, whichever process starts them. */
const migrationLock = 7_216_340_021;
const retryMs = 1_000;
/** Milliseconds, of each connection: readers of the event log wait for the oldest transaction, and a dead network never answers. */
const limits = { statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000, query_timeout: 35_000 };

/**
 * A subgraph's tables, in schema `exp`. While Postgres is away at start they are closed and every use of them is
 * STORE_UNAVAILABLE; they open by themselves once it is back.
 */
export class Tables {
  private dataSource: DataSource | undefined;
  private retry: NodeJS.Timeout | undefined;
  private unwatch: (() => void) | undefined;
  private closed = false;

  private constructor(private readonly options: TablesOptions) {}

  /** Brings the tables up to date and opens them. Throws what is wrong, unless it is only that Postgres is away. */
  static async open(options: TablesOptions): Promise<Tables> {
    const tables = new Tables(options);
    try {
      tables.begin(await migrated(options));
    } catch (error) {
      if (!isStoreUnavailable(error)) throw error;
      tables.openLater();
    }
    return tables;
  }

  /** Throws STORE_UNAVAILABLE while the tables are closed. */
  get manager(): EntityManager {
    if (!this.dataSource) throw new DomainError('STORE_UNAVAILABLE', {});
    return this.dataSource.manager;
  }

  /** Commits what `work` did through its manager, or nothing of it. */
  async transaction<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    try {
      return await this.manager.transaction((manager) => working(work, manager));
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    this.unwatch?.();
    await this.dataSource?.destroy();
    this.dataSource = undefined;
  }

  private begin(dataSource: DataSource): void {
    this.dataSource = dataSource;
    const { telemetry, name } = this.options;
    const { master } = dataSource.driver as unknown as { readonly master: PoolCounts };
    if (telemetry) this.unwatch = watchPool(telemetry, name, master);
  }

  private openLater(): void {
    this.retry = setTimeout(async () => {
      try {
        const dataSource = await migrated(this.options);
        if (this.closed) await dataSource.destroy();
        else this.begin(dataSource);
      } catch (error) {
        const { logger, name } = this.options;
        if (!isStoreUnavailable(error)) logger.error({ err: error, subgraph: name }, 'The tables cannot be opened.');
        if (!this.closed) this.openLater();
      }
    }, retryMs);
  }
}

/** TypeORM gives up a connection that breaks between two statements, and then refuses the second as if it came too late. */
async function working<Result>(work: (manager: EntityManager) => Promise<Result>, manager: EntityManager) {
  try {
    return await work(manager);
  } catch (cause) {
    throw manager.queryRunner!.isReleased ? new DomainError('STORE_UNAVAILABLE', {}, { cause }) : cause;
  }
}

/** The lock is held on a connection of its own, so that several processes may start at once. */
async function migrated({ url, name, entities, migrations, telemetry }: TablesOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema: 'exp',
    entities,
    migrations,
    migrationsTableName: `migrations_${name}`,
    migrationsTransactionMode: 'each',
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    applicationName: `trialogue-${name}`,
    poolSize: 8,
    ...(telemetry?.tracer && { driver: pgDriver(telemetry.tracer) }),
    connectTimeoutMS: 5_000,
    extra: limits,
  });
  const lock = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  lock.on('error', () => {}); // its end shows in the query that waits for it
  try {
    await lock.connect();
    await lock.query("set lock_timeout = '60s'");
    await lock.query('select pg_advisory_lock($1)', [migrationLock]);
    await dataSource.initialize();
    await dataSource.runMigrations();
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw asStoreError(error);
  } finally {
    await lock.end();
  }
}

/** The store's view of a TypeORM transaction: what the store writes through it commits or rolls back with the rest. */
export function sqlOf(manager: EntityManager): Sql {
  const runner = manager.queryRunner;
  if (!runner) throw new Error('sqlOf needs the manager of a transaction');
  return async (statement, params = []) => {
    const text = typeof statement === 'string' ? statement : statement.text; // TypeORM prepares nothing
    const result = await runner.query(text, [...params], true);
    return { rows: result.records, rowCount: result.affected ?? result.records.length };
  };
}
