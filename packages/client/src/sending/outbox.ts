import { unreachable } from '../graph/refusal';
import { type Backoff, backoff, later, pause, within } from '../pause';
import { ownError, type TrialogueError } from '../trialogue-error';

/** What the product did not take of a batch; the rest it has. */
export interface Refused {
  /** Its place in the batch, from 0. */
  readonly index: number;
  readonly error: TrialogueError;
}

export interface OutboxOptions<Item> {
  /** Sends a batch, which may have arrived before. Throws a TrialogueError when nothing is known to have arrived. */
  send(items: readonly Item[], signal: AbortSignal, leaving: boolean): Promise<readonly Refused[]>;
  dropped(items: readonly Item[], error: TrialogueError): void;
  failed(error: TrialogueError): void;
  readonly limits: OutboxLimits;
}

export interface OutboxLimits {
  /** So many may wait. */
  readonly most: number;
  /** So many are sent at once, and so many bytes of JSON, unless one alone is larger. */
  readonly batch: number;
  readonly batchBytes: number;
  /** How long others are waited for that go with the first. */
  readonly gatherMs: number;
  readonly backoff: Backoff;
  /** As `batchBytes`, for what is sent while a page goes. */
  readonly leavingBytes: number;
}

const utf8 = new TextEncoder();

/**
 * What waits to be sent, in order: in batches, again until each has arrived or was refused. Sending must be idempotent,
 * for of a batch whose answer was lost nobody knows.
 */
export class Outbox<Item> {
  recorded = 0;
  dropped = 0;
  private readonly items: { readonly item: Item; readonly bytes: number }[] = [];
  /** How many were recorded or dropped of those that waited. */
  private settled = 0;
  private readonly flushing = new Set<() => void>();
  private closed = false;
  private gathering: (() => void) | undefined;
  private sending: Promise<void> | undefined;
  /** Ends a wait between two attempts. */
  private hurry = new AbortController();
  /** Ends attempts. */
  private stop = new AbortController();

  constructor(private readonly options: OutboxOptions<Item>) {}

  get waiting(): number {
    return this.items.length;
  }

  add(item: Item): void {
    const { most, batch, gatherMs } = this.options.limits;
    if (this.closed) this.drop([item], ownError('OUTBOX_UNSENT', { count: 1, ms: 0 }));
    else if (this.items.length >= most) this.drop([item], ownError('OUTBOX_FULL', { most }));
    else {
      this.items.push({ item, bytes: utf8.encode(JSON.stringify(item)).length + 1 });
      this.gathering ??= later(gatherMs, () => {
        this.gathering = undefined;
        this.start();
      });
      if (this.items.length >= batch) this.start();
    }
  }

  /**
   * Resolves when what waits now has been recorded or dropped.
   *
   * @throws TrialogueError OUTBOX_UNSENT when some of it has not after so many milliseconds; it goes on being sent
   */
  async flush(ms: number): Promise<void> {
    if (this.items.length === 0) return;
    const last = this.settled + this.items.length;
    let check = () => {};
    const done = new Promise<void>((resolve) => {
      check = () => this.settled >= last && resolve();
    });
    this.flushing.add(check);
    this.hurry.abort();
    this.hurry = new AbortController();
    this.start();
    await within(ms, done);
    this.flushing.delete(check);
    if (this.settled < last) throw ownError('OUTBOX_UNSENT', { count: last - this.settled, ms });
  }

  /** Sends as much as may be sent while a page goes. All of it stays here too, for a page that comes back. */
  leave(): void {
    const { send, failed, limits } = this.options;
    const batch = this.first(limits.leavingBytes);
    if (batch.length > 0) send(batch, this.stop.signal, true).catch(failed);
  }

  /** Flushes, and drops what has not arrived then, or is not known to have. */
  async flushOrDrop(ms: number): Promise<void> {
    const late = await this.flush(ms).catch((error: TrialogueError) => error);
    if (!late) return;
    this.stop.abort();
    this.hurry.abort();
    await this.sending;
    this.stop = new AbortController();
    this.hurry = new AbortController();
    if (this.items.length > 0) this.drop(this.take(this.items.length), late);
  }

  /** Flushes, drops what is left, and takes nothing any more. */
  async close(ms: number): Promise<void> {
    this.closed = true;
    await this.flushOrDrop(ms);
  }

  private start(): void {
    if (this.sending) return;
    this.gathering?.();
    this.gathering = undefined;
    this.sending = this.sendAll().finally(() => {
      this.sending = undefined;
    });
  }

  private async sendAll(): Promise<void> {
    let failures = 0;
    const { signal } = this.stop;
    while (this.items.length > 0 && !signal.aborted) {
      // Nothing else takes from the beginning of what waits.
      const batch = this.first(this.options.limits.batchBytes);
      const wait = await this.sendBatch(batch, signal, failures);
      failures = wait === undefined ? 0 : failures + 1;
      if (wait !== undefined) await pause(wait, this.hurry.signal);
    }
  }

  /** Answers how long to wait before it is tried again; undefined when nothing of it waits any more. */
  private async sendBatch(batch: readonly Item[], signal: AbortSignal, failures: number): Promise<number | undefined> {
    const { send, failed, limits } = this.options;
    let refused: readonly Refused[];
    try {
      refused = await send(batch, signal, false);
    } catch (cause) {
      if (signal.aborted) return 0;
      const error = unreachable(cause);
      if (error.retryable) {
        failed(error);
        return Math.max(backoff(limits.backoff, failures), error.retryAfterMs);
      }
      this.drop(this.take(batch.length), error);
      return undefined;
    }
    this.take(batch.length);
    this.recorded += batch.length - refused.length;
    for (const { index, error } of refused) this.drop([batch[index]!], error);
    return undefined;
  }

  /** The oldest, as many as go together; at least one. */
  private first(bytes: number): Item[] {
    let room = bytes;
    const some = this.items.slice(0, this.options.limits.batch);
    const beyond = some.findIndex((one, index) => {
      room -= one.bytes;
      return room < 0 && index > 0;
    });
    return some.slice(0, beyond < 0 ? some.length : beyond).map(({ item }) => item);
  }

  private take(count: number): Item[] {
    const taken = this.items.splice(0, count).map(({ item }) => item);
    this.settled += taken.length;
    for (const check of this.flushing) check();
    return taken;
  }

  private drop(items: readonly Item[], error: TrialogueError): void {
    this.dropped += items.length;
    this.options.dropped(items, error);
  }
}
