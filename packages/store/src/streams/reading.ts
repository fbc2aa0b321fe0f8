import type { JsonObject } from '../json-object';
import { isStoreUnavailable } from '../unavailable';
import { type Entry, isFull, type StreamBackend } from './backend';
import { beginning, cursorOf, isNext, type Position } from './cursor';
import { readPage } from './page';
import type { StreamWatch, Waiting } from './watch';

/** An entry of a stream, or word that it does not go on from the cursor: begin again from a snapshot, then go on. */
export type StreamEvent =
  | { readonly cursor: string; readonly entry: JsonObject; readonly at: string }
  | { readonly reset: true; readonly cursor: string };

interface Caller {
  resolve(result: IteratorResult<StreamEvent>): void;
  reject(error: unknown): void;
}

const over: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * One reader of one stream. It reads a page when asked for an entry that it does not hold, so a slow reader holds a page
 * at most, and the backend the rest. While the backend is away it waits.
 *
 * An iterator by hand, because an async generator's `return()` waits behind a pending `next()`.
 */
export class Reading implements AsyncIterableIterator<StreamEvent>, Waiting {
  readonly #callers: Caller[] = [];
  readonly #page: Entry[] = [];
  /** Before the page. */
  #reset: StreamEvent | undefined;
  /** Where the next page begins. */
  position: Position;
  /** Whether the next entry must follow the one at `position`. */
  #inSequence: boolean;
  #stirred = false;
  /** To be looked for everywhere, until that finds nothing more. */
  #everywhere = true;
  #busy = false;
  /** There was nothing behind `position`, and what came since was handed over. */
  #caughtUp = false;
  /** A page is on its way. */
  #turning = false;
  /** It has once read all that there was: what comes now comes live. */
  #live = false;
  #ended = false;

  constructor(
    readonly conversation: string,
    after: Position,
    private readonly backend: StreamBackend,
    private readonly watch: StreamWatch,
    private readonly signal: AbortSignal,
    private readonly onEnd: (reading: Reading) => void,
    private readonly delivered?: (ms: number) => void,
  ) {
    this.position = after;
    this.#inSequence = after.fence !== beginning.fence;
    watch.add(this);
    signal.addEventListener('abort', this.end, { once: true });
    if (signal.aborted) this.end();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<StreamEvent>> {
    if (this.#ended) return Promise.resolve(over);
    return new Promise((resolve, reject) => {
      this.#callers.push({ resolve, reject });
      void this.#serve();
    });
  }

  return(): Promise<IteratorResult<StreamEvent>> {
    this.end();
    return Promise.resolve(over);
  }

  /** Takes what follows on what it has read last, unless it is looking just now, or is not read itself. */
  offer(entries: readonly Entry[]): boolean {
    if (this.#ended || this.#turning || !isNext(this.position, entries[0]!)) return false;
    if (this.#page.length > 0 && isFull([...this.#page, ...entries])) return false;
    this.#take(entries);
    void this.#serve();
    return true;
  }

  wake(everywhere: boolean): void {
    this.#stirred = true;
    this.#everywhere ||= everywhere;
    void this.#serve();
  }

  /** Ends the reading at once; a page that is on its way is thrown away. */
  readonly end = (): void => {
    if (this.#ended) return;
    this.#ended = true;
    this.watch.remove(this);
    this.signal.removeEventListener('abort', this.end);
    this.#page.length = 0;
    for (const caller of this.#callers.splice(0)) caller.resolve(over);
    this.onEnd(this);
  };

  async #serve(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#callers.length > 0 && !this.#ended) {
        const event = this.#shift();
        if (event) this.#deliver(event);
        else if ((this.#caughtUp && !this.#stirred) || !(await this.#turnPage())) break;
      }
    } catch (error) {
      for (const caller of this.#callers.splice(0)) caller.reject(error);
      this.end();
    } finally {
      this.#busy = false;
    }
  }

  #shift(): StreamEvent | undefined {
    const reset = this.#reset;
    this.#reset = undefined;
    if (reset) return reset;
    const next = this.#page.shift();
    if (!next) return undefined;
    const { fence, n, entry, at } = next;
    return { cursor: cursorOf(fence, n), entry: JSON.parse(entry), at: at.toISOString() };
  }

  #deliver(event: StreamEvent): void {
    this.#callers.shift()!.resolve({ done: false, value: event });
    // The clocks that are compared may be of two machines.
    if (this.#live && this.delivered && 'at' in event) this.delivered(Math.max(0, Date.now() - Date.parse(event.at)));
  }

  /** @returns false when there is nothing to do until somebody calls `wake` */
  async #turnPage(): Promise<boolean> {
    this.#stirred = false;
    this.#caughtUp = false;
    this.#turning = true;
    const everywhere = this.#everywhere;
    try {
      const page = await readPage(this.backend, this.conversation, this.position, this.#inSequence, everywhere);
      if (this.#ended) return false;
      if ('resumeAt' in page) {
        this.position = page.resumeAt;
        this.#inSequence = false;
        this.#reset = { reset: true, cursor: cursorOf(page.resumeAt.fence, page.resumeAt.n) };
        return true;
      }
      if (page.entries.length > 0) this.#take(page.entries);
      else {
        this.position = page.last;
        this.#live = true;
        this.#caughtUp = !this.#stirred;
        if (this.#caughtUp) this.#everywhere = false;
      }
      return page.entries.length > 0 || this.#stirred;
    } catch (error) {
      if (isStoreUnavailable(error)) return false;
      throw error;
    } finally {
      this.#turning = false;
    }
  }

  #take(entries: readonly Entry[]): void {
    this.position = entries.at(-1)!;
    this.#inSequence = true;
    this.#page.push(...entries);
  }
}
