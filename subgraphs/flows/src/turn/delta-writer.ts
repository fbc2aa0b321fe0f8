import { DomainError } from '@trialogue/errors';
import type { Part } from '@trialogue/plugin-api';
import { isStoreUnavailable } from '@trialogue/store';
import { pieceGap } from '../following/speech';
import type { FlowEntry } from '../stream/entry';
import { LeaseLost } from './stop';

export interface DeltaWriterOptions {
  readonly messageId: string;
  readonly strategy: string;
  readonly deltaMs: number;
  /** `n` of the first delta. */
  readonly from: number;
  /** Written before the first text. */
  readonly opening?: FlowEntry;
  /** False: fenced off. */
  append(n: number, entry: FlowEntry): Promise<boolean>;
  /** Before each write. */
  before(): void | Promise<void>;
  /** The turn must stop. */
  onError(error: unknown): void;
}

const longest = 1_000_000;
const mostWaiting = 16_384;

/** Gathers the pieces of an answer for a moment and writes them to the stream as one. Other parts are not shown yet. */
export class DeltaWriter {
  /** All that was said. */
  text = '';
  private waiting = '';
  /** What the next text begins with, to stand apart from the piece before. */
  private gap = '';
  private n: number;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private broken = false;
  private opened = false;

  constructor(private readonly options: DeltaWriterOptions) {
    this.n = options.from;
  }

  /** Resolves at once, or, when the stream is slower than the model, once it has caught up. */
  async take(part: Part): Promise<void> {
    if (part.type !== 'text' || part.text === '') return;
    const { strategy, deltaMs } = this.options;
    const text = this.gap + part.text;
    if (this.text.length + text.length > longest)
      throw new DomainError('OUTPUT_INVALID', { strategy, problem: `it is longer than ${longest} characters.` });
    this.gap = '';
    this.text += text;
    this.waiting += text;
    this.timer ??= setTimeout(() => void this.flush(), deltaMs);
    if (this.waiting.length > mostWaiting) await this.flush();
  }

  /** What comes next is a piece of its own. */
  newPiece(): void {
    this.gap = this.text === '' ? '' : pieceGap;
  }

  /** Writes an entry that is no text, behind the text so far. Never rejects, as `flush`. */
  put(entry: FlowEntry): Promise<void> {
    void this.flush();
    this.writing = this.writing.then(() => this.write(entry)).catch(this.options.onError);
    return this.writing;
  }

  /** Writes what waits. Never rejects: `onError` hears of it. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeText()).catch(this.options.onError);
    return this.writing;
  }

  /** n of the last entry that was written, or that may be: then it is the last one of all. */
  get last(): number {
    return this.n - 1;
  }

  private async writeText(): Promise<void> {
    const text = this.waiting;
    this.waiting = '';
    if (text === '') return;
    const { opening } = this.options;
    if (opening && !this.opened) await this.write(opening);
    this.opened = true;
    await this.write({ type: 'message_delta', messageId: this.options.messageId, text });
  }

  private async write(entry: FlowEntry): Promise<void> {
    if (this.broken) return;
    await this.options.before();
    const appended = await this.append(entry);
    if (!appended) throw new LeaseLost();
    this.n += 1;
  }

  /**
   * Deltas are a view, the finished message is the truth: with the database away the turn goes on, and writes no further
   * delta, for nobody can tell whether the last one is there.
   */
  private async append(entry: FlowEntry): Promise<boolean> {
    try {
      return await this.options.append(this.n, entry);
    } catch (error) {
      if (!isStoreUnavailable(error)) throw error;
      this.broken = true;
      return true;
    }
  }
}
