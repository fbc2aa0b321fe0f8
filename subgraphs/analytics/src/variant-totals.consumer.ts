import { DomainError } from '@trialogue/errors';
import {
  ConsumerMovedError,
  isStoreUnavailable,
  type Logger,
  type Sql,
  type Store,
  type StoredEvent,
} from '@trialogue/store';
import { countByVariant } from './variant-totals.count';

/** Under which it reads the event log. */
export const consumerName = 'analytics';
/** Events of one transaction: while it runs, every reader of the log waits. */
const batch = 2_000;
const pollMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Keeps `exp.variant_totals` in step with the event log. Totals and cursor move in one transaction, so that each event
 * counts exactly once, whichever process counts it and wherever one dies.
 */
export class VariantTotalsConsumer {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #completeUntil: number | undefined;
  #hinted = false;
  #wake = () => {};

  constructor(
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
      this.logger.warn({ err: error }, 'All events are counted again.');
      await this.#forget((sql) => this.store.events.lockConsumer(sql, consumerName));
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
    do ({ full } = await this.store.events.consume(consumerName, batch, addToTotals));
    while (full && !this.#stopping.signal.aborted);
  }

  /** @param isDone asked first, in the same transaction: another process may have been faster */
  async #forget(isDone: (sql: Sql) => Promise<boolean>): Promise<void> {
    await this.store.transaction(async (sql) => {
      if (await isDone(sql)) return;
      await this.store.events.resetConsumer(sql, consumerName); // first: it waits for the batch of another process
      await sql('delete from exp.variant_totals');
    });
  }

  async #run(): Promise<void> {
    const unlisten = this.store.events.onAppended(() => {
      this.#hinted = true;
      this.#wake();
    });
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.catchUp();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.logger.warn({ err: error, failures }, 'Events could not be counted; trying again.');
      }
      await this.#pause(Math.min(longestPauseMs, pollMs * 2 ** failures));
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
    this.#hinted = false;
  }

  async #measure(): Promise<void> {
    const now = this.clock().getTime();
    const { oldestMs } = await this.store.events.lag(consumerName);
    this.#completeUntil = now - oldestMs;
  }
}

async function addToTotals(sql: Sql, events: readonly StoredEvent[]): Promise<void> {
  const totals = countByVariant(events);
  if (totals.length === 0) return;
  await sql(
    `insert into exp.variant_totals as total (experiment, variant, stand_in, exposures, completions, failures)
     select experiment, variant, "standIn", exposures, completions, failures
     from jsonb_to_recordset($1::jsonb) as added
       (experiment text, variant text, "standIn" boolean, exposures bigint, completions bigint, failures bigint)
     on conflict (experiment, variant, stand_in) do update set
       exposures = total.exposures + excluded.exposures,
       completions = total.completions + excluded.completions,
       failures = total.failures + excluded.failures`,
    [JSON.stringify(totals)],
  );
}
