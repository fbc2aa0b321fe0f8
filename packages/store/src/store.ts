import type { Telemetry } from '@trialogue/telemetry';
import type { Pool } from 'pg';
import { Allocators } from './allocators/allocators';
import { Cancellations } from './cancellations';
import { EventLog } from './events/event-log';
import { keepEventTables } from './events/upkeep';
import type { Logger } from './logger';
import { migrate } from './migrations';
import { Notifications } from './notifications';
import { PluginRecords } from './plugin-records';
import { watchPool } from './pool-metrics';
import { RedisLine } from './redis/line';
import { DiskSnapshot } from './releases/disk-snapshot';
import { Releases } from './releases/releases';
import { Replicas } from './replicas/replicas';
import { Sessions } from './sessions/sessions';
import { inTransaction, openPool, type Sql, sqlOn } from './sql';
import { streamLag, watchStore } from './store-metrics';
import { MessageStreams } from './streams/message-streams';
import { PostgresStreams } from './streams/postgres-streams';
import { RedisEntries } from './streams/redis/entries';
import { RedisHints } from './streams/redis/hints';
import { RedisStreams } from './streams/redis/redis-streams';
import { pgDriver } from './traced-pg';
import { isStoreUnavailable } from './unavailable';
import { withinTime } from './within-time';

export interface StoreOptions {
  /** `postgres://…` */
  readonly url: string;
  readonly logger: Logger;
  /** Message streams and sessions go there: `redis://…`, or several nodes of a cluster, comma-separated; none: all is in Postgres. */
  readonly redis?: string;
  /** Where the last known good releases are kept for a start without Postgres; none: such a start fails, */
  readonly snapshotDir?: string;
  /** unless nothing need be known: then the heads are empty until Postgres is back. */
  readonly mayBeEmpty?: boolean;
  /** Connections of the pool; one more listens. */
  readonly maxConnections?: number;
  /** Memory for releases that no head holds. */
  readonly releaseCacheBytes?: number;
  readonly telemetry?: Telemetry;
}

const retryMs = 1_000;
const upkeepMs = 3_600_000;
const streamRetentionMs = 24 * 3_600_000;
const mostStreamEntries = 10_000;
const closeMs = 2_000;

/** Where state lives: one Postgres database, of one tenant. */
export class Store {
  readonly sql: Sql;
  readonly releases: Releases;
  readonly events: EventLog;
  readonly allocators: Allocators;
  readonly streams: MessageStreams;
  readonly replicas: Replicas;
  readonly sessions: Sessions;
  readonly cancellations: Cancellations;
  readonly pluginRecords: PluginRecords;
  readonly #pool: Pool;
  readonly #notifications: Notifications;
  readonly #redis: RedisLine | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(private readonly options: StoreOptions) {
    const { url, logger, redis, snapshotDir, maxConnections = 20, releaseCacheBytes = 32_000_000, telemetry } = options;
    this.#pool = openPool(url, maxConnections, logger, pgDriver(telemetry?.tracer));
    this.sql = sqlOn(this.#pool);
    this.#notifications = new Notifications(url, this.sql, logger);
    const disk = snapshotDir === undefined ? undefined : new DiskSnapshot(snapshotDir, url, logger);
    this.releases = new Releases(this.sql, logger, disk, releaseCacheBytes);
    this.events = new EventLog(this.sql, (work) => this.transaction(work), this.#notifications);
    this.allocators = new Allocators(this.sql, (work) => this.transaction(work), this.events);
    const streams = new PostgresStreams(this.sql, this.#notifications);
    this.#redis = redis === undefined ? undefined : new RedisLine(redis, logger);
    this.sessions = new Sessions(this.#redis);
    const backend = this.#redis ? streamsOver(streams, this.#redis) : streams;
    this.streams = new MessageStreams(backend, logger, telemetry && streamLag(telemetry));
    this.replicas = new Replicas(this.sql, this.#notifications);
    this.pluginRecords = new PluginRecords(this.sql);
    this.cancellations = new Cancellations(this.#notifications);
    if (!telemetry) return;
    watchPool(telemetry, 'store', this.#pool);
    watchStore(telemetry, this.releases, this.#redis);
  }

  /**
   * Connects, migrates the store's tables and loads the heads. With Postgres away it opens on the snapshot on disk:
   * `releases` answer and are `stale`, everything else fails with STORE_UNAVAILABLE until Postgres is back. Redis may
   * come later.
   *
   * @throws DomainError STORE_UNAVAILABLE when there is no snapshot either and there must be one; SetupError when the
   *   database refuses us
   */
  static async open(options: StoreOptions): Promise<Store> {
    const store = new Store(options);
    try {
      await store.#redis?.open();
      await store.#begin();
    } catch (error) {
      const isKnown = isStoreUnavailable(error) && (await store.releases.loadSnapshot());
      if (!isKnown && !(isStoreUnavailable(error) && options.mayBeEmpty)) {
        await store.close();
        throw error;
      }
      const served = isKnown ? 'serving the last known releases from disk' : 'nothing is known until it is back';
      options.logger.warn({ err: error }, `Postgres is away: ${served}.`);
      store.#beginLater();
    }
    return store;
  }

  /** Commits what `work` did through its `sql`, or nothing of it. Nothing slow belongs inside: no model, no tool. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return inTransaction(this.#pool, work);
  }

  /** Ends every reader and connection, after 2 s also those that are busy. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.streams.close();
    this.#redis?.close();
    this.events.close();
    await this.releases.close();
    await withinTime(closeMs, this.#notifications.close());
    await withinTime(closeMs, this.#pool.end());
  }

  async #begin(): Promise<void> {
    await migrate(this.options.url, this.options.logger);
    await this.releases.refresh();
    await this.#upkeep();
    if (this.#closed) return;
    this.releases.start(this.#notifications);
    this.#notifications.start();
  }

  #beginLater(): void {
    this.#timer = setTimeout(async () => {
      try {
        await this.#begin();
        this.options.logger.info({}, 'Postgres is back.');
      } catch (error) {
        const level = isStoreUnavailable(error) ? 'debug' : 'error';
        this.options.logger[level]({ err: error }, 'The store cannot begin yet.');
        if (!this.#closed) this.#beginLater();
      }
    }, retryMs);
  }

  /** Makes coming partitions and removes what is past its time; now and every hour. */
  async #upkeep(): Promise<void> {
    try {
      await keepEventTables(this.sql, this.options.logger);
      await this.streams.trim(streamRetentionMs);
    } catch (error) {
      this.options.logger.warn({ err: error }, 'The hourly upkeep of the store failed; it is tried again in an hour.');
    }
    if (!this.#closed) this.#timer = setTimeout(() => void this.#upkeep(), upkeepMs);
  }
}

function streamsOver(postgres: PostgresStreams, line: RedisLine): RedisStreams {
  const bounds = { expiresMs: streamRetentionMs, mostEntries: mostStreamEntries };
  return new RedisStreams(new RedisEntries(line, bounds), new RedisHints(line), postgres);
}
