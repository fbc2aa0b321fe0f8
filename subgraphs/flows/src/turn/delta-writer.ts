import { DomainError } from '@trialogue/errors';
import type { Part } from '@trialogue/plugin-api';
import { isStoreUnavailable } from '@trialogue/store';
import { pieceGap } from '../following/speech';
import type { FlowEntry } from '../stream/entry';
import type { Unwritten } from './finish';
import { LeaseLost } from './stop';

export interface DeltaWriterOptions {
  readonly messageId: string;
  readonly strategy: string;
  readonly deltaMs: number;
  /** Begins the message in the stream: written before the first text. */
  readonly opening: FlowEntry;
  /** Writes entries at n, n + 1, …. False: fenced off. */
  append(n: number, entries: readonly FlowEntry[]): Promise<boolean>;
  /** Before each write. */
  before(): void | Promise<void>;
  /** The turn must stop. */
  onError(error: unknown): void;
}

const longest = 1_000_000;
const mostWaiting = 16_384;
const mostEntries = 100;

/**
 * Gathers what happens in a turn for a moment and writes it to the stream at once; what still waits when the turn ends is
 * written with its end. Parts that are no text are not shown yet.
 */
export class DeltaWriter {
  /** All that was said. */
  text = '';
  private waiting: FlowEntry[] = [];
  /** At the end of what waits. */
  private waitingText = '';
  /** What the next text begins with, to stand apart from the piece before. */
  private gap = '';
  /** Of the next entry. */
  private n = 1;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private broken = false;
  private opened = false;

  constructor(private readonly options: DeltaWriterOptions) {}

  /** Begins the message, if it has not begun. */
  open(): void {
    if (this.opened) return;
    this.opened = true;
    this.put(this.options.opening);
  }

  /** Resolves at once, or, when the stream is slower than the model, once it has caught up. */
  async take(part: Part): Promise<void> {
    if (part.type !== 'text' || part.text === '') return;
    const text = this.gap + part.text;
    if (this.text.length + text.length > longest) {
      const problem = `it is longer than ${longest} characters.`;
      throw new DomainError('OUTPUT_INVALID', { strategy: this.options.strategy, problem });
    }
    this.open();
    this.gap = '';
    this.text += text;
    this.waitingText += text;
    this.writeSoon();
    if (this.waitingText.length > mostWaiting) await this.flush();
  }

  /** What comes next is a piece of its own. */
  newPiece(): void {
    this.gap = this.text === '' ? '' : pieceGap;
  }

  /** Writes an entry that is no text, behind the text so far. */
  put(entry: FlowEntry): void {
    this.endText();
    this.waiting.push(entry);
    if (this.waiting.length < mostEntries) this.writeSoon();
    else void this.flush();
  }

  /** Writes what waits. Never rejects: `onError` hears of it. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write(this.takeWaiting())).catch(this.options.onError);
    return this.writing;
  }

  /** What is not written, and never will be here; `last`: n of the last entry, with these. */
  async rest(): Promise<{ readonly unwritten: readonly Unwritten[]; readonly last: number }> {
    clearTimeout(this.timer);
    await this.writing;
    const entries = this.takeWaiting();
    if (this.broken) return { unwritten: [], last: this.n - 1 };
    if (entries.length > 0) await this.options.before();
    const unwritten = entries.map((entry, index) => ({ n: this.n + index, entry }));
    return { unwritten, last: this.n - 1 + entries.length };
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => void this.flush(), this.options.deltaMs);
  }

  private takeWaiting(): FlowEntry[] {
    this.endText();
    const entries = this.waiting;
    this.waiting = [];
    return entries;
  }

  private endText(): void {
    const text = this.waitingText;
    if (text === '') return;
    this.waitingText = '';
    this.waiting.push({ type: 'message_delta', messageId: this.options.messageId, text });
  }

  private async write(entries: readonly FlowEntry[]): Promise<void> {
    if (this.broken || entries.length === 0) return;
    await this.options.before();
    if (!(await this.append(entries))) throw new LeaseLost();
    this.n += entries.length;
  }

  /**
   * Deltas are a view, the finished message is the truth: with the database away the turn goes on, and writes no further
   * delta, for nobody can tell whether the last ones are there.
   */
  private async append(entries: readonly FlowEntry[]): Promise<boolean> {
    try {
      return await this.options.append(this.n, entries);
    } catch (error) {
      if (!isStoreUnavailable(error)) throw error;
      this.broken = true;
      return true;
    }
  }
}
