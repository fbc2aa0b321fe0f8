import type { JsonObject } from '../json-object';
import type { Logger } from '../logger';
import type { Sql } from '../sql';
import type { Entry, StreamBackend } from './backend';
import { beginning, cursorOf, type Position, parseCursor, terminal } from './cursor';
import { Reading, type StreamEvent } from './reading';
import { StreamWatch } from './watch';

/**
 * What happens in conversations, entry by entry, for readers that come and go. An entry's id is (fence, n) and ids only
 * grow, so a writer whose fence has passed can write no more.
 */
export class MessageStreams {
  readonly #watch: StreamWatch;
  readonly #readings = new Set<Reading>();

  constructor(
    private readonly backend: StreamBackend,
    logger: Logger,
    /** Called with the milliseconds that an entry took to a reader who waited for it. */
    private readonly delivered?: (ms: number) => void,
  ) {
    this.#watch = new StreamWatch(backend, logger);
  }

  /**
   * Appends entries at (fence, n), (fence, n + 1), … The last of a turn goes to n = `terminal`; its
   * member `last`, if it has one, is the n of the entry before it, and tells readers when they lack that one.
   *
   * @param sql to append within a transaction, which other processes hear of when it commits
   * @returns false when the writer is fenced off: the stream has an entry at or above the first
   */
  async append(
    conversation: string,
    fence: number,
    n: number,
    entries: readonly JsonObject[],
    sql?: Sql,
  ): Promise<boolean> {
    if (entries.length === 0 || fence < 1 || n < 1 || n + entries.length - 1 > terminal)
      throw new RangeError(`No ${entries.length} entries fit at ${fence}-${n}.`);
    const at = await this.backend.append(conversation, { fence, n }, entries, sql);
    if (!at) return false;
    if (!sql) this.#deliver(conversation, { fence, n }, entries, at);
    return true;
  }

  /**
   * Tells readers of what `exp.append_entries_untold` has appended, in order, once that has committed. Word of it may be lost with
   * this process: readers also look every second.
   */
  appended(conversation: string, entries: readonly Entry[]): void {
    this.#watch.deliver(conversation, entries);
    this.backend.tell(conversation);
  }

  /** Called with a conversation of which another process says that there is more in its stream; word may be lost. */
  onElsewhere(listener: (conversation: string) => void): () => void {
    return this.backend.hints.on(listener);
  }

  /**
   * Writes the last entry of a turn, in place of a writer that may be alive and from then on can write no more of it. It may
   * be there already.
   *
   * @returns false: it is written, but that writer could still go on once all of the backend is back; seal it again
   */
  async seal(conversation: string, fence: number, entry: JsonObject): Promise<boolean> {
    const position = { fence, n: terminal };
    const { at, everywhere } = await this.backend.seal(conversation, position, entry);
    if (at) this.#deliver(conversation, position, [entry], at);
    return everywhere;
  }

  /**
   * Replays what came after the cursor, then goes on live until the signal aborts. `null` or `0-0`: from the beginning of
   * what is held.
   *
   * @throws DomainError CURSOR_INVALID, at once
   */
  read(conversation: string, after: string | null, signal: AbortSignal): AsyncIterableIterator<StreamEvent> {
    const position = after === null ? beginning : parseCursor(after);
    const onEnd = (ended: Reading) => this.#readings.delete(ended);
    const reading = new Reading(conversation, position, this.backend, this.#watch, signal, onEnd, this.delivered);
    if (!signal.aborted) this.#readings.add(reading);
    return reading;
  }

  /** The cursor of the last entry, held or trimmed; null: there was none. */
  async position(conversation: string): Promise<string | null> {
    const last = (await this.backend.heads([conversation])).last.get(conversation);
    return last ? cursorOf(last.fence, last.n) : null;
  }

  /** The same; undefined: a part of the backend is away, and there may be later ones. */
  async wholePosition(conversation: string): Promise<string | null | undefined> {
    const { last, whole } = await this.backend.heads([conversation]);
    const found = last.get(conversation);
    if (!whole) return undefined;
    return found ? cursorOf(found.fence, found.n) : null;
  }

  /** Removes the entries older than this that do not expire by themselves; answers how many. */
  trim(olderThanMs: number): Promise<number> {
    return this.backend.trim(olderThanMs);
  }

  #deliver(conversation: string, { fence, n }: Position, entries: readonly JsonObject[], at: Date): void {
    const held = entries.map((entry, index) => ({ fence, n: n + index, entry: JSON.stringify(entry), at }));
    this.#watch.deliver(conversation, held);
  }

  close(): void {
    for (const reading of [...this.#readings]) reading.end();
    this.#watch.close();
  }
}
