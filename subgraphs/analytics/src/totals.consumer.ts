import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '@trialogue/errors';
import {
  ConsumerMovedError,
  isStoreUnavailable,
  type Logger,
  type Sql,
  type Store,
  type StoredEvent,
} from '@trialogue/store';

/** What is counted from the event log. */
export interface Totals {
  /** Under which it reads the log. */
  readonly consumer: string;
  /** Where the totals are; nothing else is in them. */
  readonly tables: readonly string[];
  /** Adds what a batch of events adds, in the transaction of `sql`. The order of events must not matter. */
  add(sql: Sql, events: readonly StoredEvent[]): Promise<void>;
}

/** Events of one transaction: while it runs, every reader of the log waits. */
const batch = 2_000;
const pollMs = 1_000;
/** From one count to the next at the least: where much happens, more is counted at once. */
const gapMs = 250;
const longestPauseMs = 30_000;

/**
 * Keeps totals in step with the event log. Totals and cursor move in one transaction, so that each event counts exactly
 * once, whichever process counts it and wherever one dies.
 */
export class TotalsConsumer {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #completeUntil: number | undefined;
  #hinted = false;
  #wake = () => {};

  constructor(
    private readonly totals: Totals,
    private readonly store: Pick<Store, 'events' | 'transaction'>,
    private readonly logger: Logger,
    private readonly clock: () => Date,
  ) {}

  /**
   * The totals hold every event that was committed before this moment (milliseconds since 1970). Throws
   * STORE_UNAVAILABLE as long as Postgres has been away since the start.
   */
  get completeUntil(): number {
    if (this.#completeUntil === undefined) throw new DomainError('STORE_UNAVAILABLE', {});
    return this.#completeUntil;
  }

  /** Measures the lag once, then counts in the background: on every hint of the log, and every second without one. */
  async start(): Promise<void> {
    await this.#measure().catch((error) => {
      if (!isStoreUnavailable(error)) throw error;
    });
    this.#running ??= this.#run();
  }

  /** Resolves when the batch under way has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
  }

  /** Counts what there is to count now. Events of transactions that still run are left for the next time. */
  async catchUp(): Promise<void> {
    await this.#count().catch(async (error) => {
      if (!(error instanceof ConsumerMovedError)) throw error;
      this.logger.warn({ err: error, consumer: this.totals.consumer }, 'All events are counted again.');
      await this.#forget((sql) => this.store.events.lockConsumer(sql, this.totals.consumer));
      await this.#count();
    });
    await this.#measure();
  }

  /**
   * Forgets all totals and counts the log again from its beginning. The outcome equals what counting step by step had
   * given; until it is there, the results say how far behind they are. After a restore into another cluster it happens
   * by itself.
   */
  async recompute(): Promise<void> {
    await this.#forget(async () => false);
    await this.catchUp();
  }

  async #count(): Promise<void> {
    let full: boolean;
    do ({ full } = await this.store.events.consume(this.totals.consumer, batch, this.totals.add));
    while (full && !this.#stopping.signal.aborted);
  }

  /** @param isDone asked first, in the same transaction: another process may have been faster */
  async #forget(isDone: (sql: Sql) => Promise<boolean>): Promise<void> {
    await this.store.transaction(async (sql) => {
      if (await isDone(sql)) return;
      await this.store.events.resetConsumer(sql, this.totals.consumer); // first: it waits for the batch of another process
      for (const table of this.totals.tables) await sql(`delete from ${table}`);
    });
  }

  async #run(): Promise<void> {
    const unlisten = this.store.events.onAppended(() => {
      this.#hinted = true;
      this.#wake();
    });
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      const gap = wait(gapMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => undefined);
      try {
        await this.catchUp();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.logger.warn(
          { err: error, failures, consumer: this.totals.consumer },
          'Events could not be counted; trying again.',
        );
      }
      await this.#pause(Math.min(longestPauseMs, pollMs * 2 ** failures));
      await gap;
      this.#hinted = false;
    }
    unlisten();
  }

  /** Ends early on a hint, also on one that came while events were counted. */
  async #pause(ms: number): Promise<void> {
    if (!this.#hinted && !this.#stopping.signal.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
  }

  async #measure(): Promise<void> {
    const now = this.clock().getTime();
    const { oldestMs } = await this.store.events.lag(this.totals.consumer);
    this.#completeUntil = now - oldestMs;
  }
}
