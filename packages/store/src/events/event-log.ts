import type { Notifications } from '../notifications';
import type { Sql } from '../sql';
import { type Appended, appendEvents, eventRows } from './append';
import { checkEvent } from './check';
import { consumerLag, lockConsumer, removeConsumer, resetConsumer, takeEvents } from './consume';
import type { EventInput, StoredEvent } from './event';
import { type Exposure, type ExposureAgain, recordExposureAgain, recordExposures } from './expose';
import { ExposureRecorder } from './exposure-recorder';
import { type FirstExposure, firstExposures } from './first-exposures';

type Apply = (sql: Sql, events: readonly StoredEvent[]) => Promise<void>;
type Transaction = <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;

/** Long enough for most transactions to have committed; a hint that comes too early is made up for by the reader's poll. */
const hintAfterMs = 50;

/** The one log of what happened to units: appended in the transaction of what it reports, read in commit order. */
export class EventLog {
  #hint: NodeJS.Timeout | undefined;
  readonly #recorder: ExposureRecorder;

  constructor(
    private readonly sql: Sql,
    private readonly transaction: Transaction,
    private readonly notifications: Notifications,
  ) {
    this.#recorder = new ExposureRecorder(sql, () => notifications.listening);
    // Postgres was away: it may be another one now, or itself at an earlier moment.
    notifications.onConnected(() => this.#recorder.known.clear());
  }

  /**
   * Appends those of the product's own events that were not appended before, in the transaction of `sql`.
   *
   * @throws DomainError EVENT_INVALID
   */
  append(sql: Sql, events: readonly EventInput[]): Promise<Appended> {
    return this.#append(sql, events, 'product');
  }

  /**
   * The same events as `exp.append_events` takes them, for a statement that appends them together with what it changes;
   * call `appended` when that has committed.
   *
   * @throws DomainError EVENT_INVALID
   */
  rowsOf(events: readonly EventInput[]): string {
    return eventRows(events, 'product');
  }

  /** Tells readers that there may be something new. */
  appended(): void {
    this.#hintSoon();
  }

  /**
   * Like `append`, for events from outside: their ids are apart from the product's own, whatever they are. In the log
   * they are marked; `producerId` gives them back.
   *
   * @throws DomainError EVENT_INVALID; ask `check` first
   */
  track(sql: Sql, events: readonly EventInput[]): Promise<Appended> {
    return this.#append(sql, events, 'client');
  }

  /** Why an event from outside cannot be taken; undefined when it can. */
  check(event: unknown): string | undefined {
    return checkEvent(event);
  }

  /** Records that a unit met a variant. True the first time, and only then an event of type `exposure` is appended too. */
  async expose(sql: Sql, exposure: Exposure): Promise<boolean> {
    const [first] = await recordExposures(sql, [exposure]);
    if (first) this.#hintSoon();
    return first!;
  }

  /**
   * Records exposures in a transaction of its own, with those that others bring meanwhile: all of the caller's or none.
   * What this process has recorded before does not reach the database again.
   *
   * @returns for each whether it was the first, as `expose` does
   * @throws DomainError EVENT_INVALID, STORE_UNAVAILABLE
   */
  async exposeAll(exposures: readonly Exposure[]): Promise<boolean[]> {
    const firsts = await this.#recorder.record(exposures);
    if (firsts.includes(true)) this.#hintSoon();
    return firsts;
  }

  /** What these units were exposed to first in these experiments; nothing for those that were not. */
  firstExposures(asked: readonly Pick<Exposure, 'unit' | 'experiment'>[]): Promise<FirstExposure[]> {
    return firstExposures(this.sql, asked);
  }

  /** Records that it meets it answered by somebody else now, a stand-in or no longer one; true and an event as above. */
  async exposeAgain(sql: Sql, again: ExposureAgain): Promise<boolean> {
    const first = await recordExposureAgain(sql, again);
    if (first) this.#hintSoon();
    return first;
  }

  /**
   * Hands the consumer its next events, at most `max` and about 8 MB, in commit order. What `apply` writes through its `sql` and the
   * consumer's cursor commit together: each event is applied exactly once. `apply` calls nothing slow: while it runs,
   * every reader of the log waits.
   *
   * @returns how many there were (0: nothing new that all earlier transactions have ended for), and whether there may be
   * more because the batch was full
   * @throws ConsumerMovedError after a restore into another cluster
   */
  consume(name: string, max: number, apply: Apply): Promise<{ applied: number; full: boolean }> {
    return this.transaction(async (sql) => {
      const { events, full } = await takeEvents(sql, name, max);
      if (events.length > 0) await apply(sql, events);
      return { applied: events.length, full };
    });
  }

  /** Keeps everybody else from consuming under this name until the transaction ends. False: see ConsumerMovedError. */
  lockConsumer(sql: Sql, name: string): Promise<boolean> {
    return lockConsumer(sql, name);
  }

  /** Back to the beginning; clear what the consumer had computed in the same transaction. */
  resetConsumer(sql: Sql, name: string): Promise<void> {
    return resetConsumer(sql, name);
  }

  /** Its cursor goes; clear what the consumer had computed too. */
  removeConsumer(sql: Sql, name: string): Promise<void> {
    return removeConsumer(sql, name);
  }

  /** How far behind a consumer is. `events` is counted up to 100,000. */
  lag(name: string): Promise<{ events: number; oldestMs: number }> {
    return consumerLag(this.sql, name);
  }

  /** A hint that there may be something new, in any process. It can be lost: poll too, say every second. */
  onAppended(listener: () => void): () => void {
    return this.notifications.on('exp_events', listener);
  }

  close(): void {
    clearTimeout(this.#hint);
  }

  async #append(sql: Sql, events: readonly EventInput[], producer: 'product' | 'client'): Promise<Appended> {
    const appended = await appendEvents(sql, events, producer);
    if (appended.accepted > 0) this.#hintSoon();
    return appended;
  }

  #hintSoon(): void {
    this.#hint ??= setTimeout(() => {
      this.#hint = undefined;
      this.notifications.send('exp_events');
    }, hintAfterMs);
  }
}
