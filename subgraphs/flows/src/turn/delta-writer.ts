import { DomainError } from '@trialogue/errors';
import type { Part } from '@trialogue/plugin-api';
import { isStoreUnavailable } from '@trialogue/store';
import { pieceGap } from '../following/speech';
import type { FlowEntry } from '../stream/entry';
import { PartEntries } from './part-entries';
import { LeaseLost } from './stop';

export interface DeltaWriterOptions {
  readonly messageId: string;
  readonly strategy: string;
  readonly deltaMs: number;
  /** `n` of the first entry. */
  readonly from: number;
  /** Written before the first entry of the message. */
  readonly opening?: FlowEntry;
  /** Appends entries, the first at `n`, all or none. False: fenced off. */
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
 * Gathers the pieces of an answer for a moment and writes them to the stream together, in order: text as one delta, and of
 * an object that grows only how far it has come.
 */
export class DeltaWriter {
  /** All that was said. */
  text = '';
  private waiting: FlowEntry[] = [];
  /** UTF-16 units of the text among what waits. */
  private waitingText = 0;
  /** What the next text begins with, to stand apart from the piece before. */
  private gap = '';
  private n: number;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private broken = false;
  private opened: boolean;
  private readonly parts: PartEntries;

  constructor(private readonly options: DeltaWriterOptions) {
    this.n = options.from;
    this.opened = options.opening === undefined;
    this.parts = new PartEntries(options.messageId);
  }

  /** Resolves at once, or, when the stream is slower than the model, once it has caught up. */
  async take(part: Part): Promise<void> {
    if (part.type === 'text') return this.say(part.text);
    const entry = this.parts.entryOf(part);
    if (!entry) return;
    this.gather(entry);
    if (this.waiting.length > mostEntries) await this.flush();
  }

  /** What comes next is a piece of its own. */
  newPiece(): void {
    this.gap = this.text === '' ? '' : pieceGap;
  }

  /** Writes an entry that is of no message, behind what there is so far. Never rejects, as `flush`. */
  put(entry: FlowEntry): Promise<void> {
    this.waiting.push(entry);
    return this.flush();
  }

  /** Writes what waits. Never rejects: `onError` hears of it. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write()).catch(this.options.onError);
    return this.writing;
  }

  /** n of the last entry that was written, or that may be: then it is the last one of all. */
  get last(): number {
    return this.n - 1;
  }

  private async say(said: string): Promise<void> {
    if (said === '') return;
    const { strategy, messageId } = this.options;
    const text = this.gap + said;
    if (this.text.length + text.length > longest)
      throw new DomainError('OUTPUT_INVALID', { strategy, problem: `it is longer than ${longest} characters.` });
    this.gap = '';
    this.text += text;
    this.waitingText += text.length;
    this.gather({ type: 'message_delta', messageId, text });
    if (this.waitingText > mostWaiting) await this.flush();
  }

  private gather(entry: FlowEntry): void {
    const last = this.waiting.at(-1);
    const joined = last && joinedEntry(last, entry);
    if (joined) this.waiting[this.waiting.length - 1] = joined;
    else this.waiting.push(entry);
    this.timer ??= setTimeout(() => void this.flush(), this.options.deltaMs);
  }

  private async write(): Promise<void> {
    const { waiting } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    this.waitingText = 0;
    const { opening, before } = this.options;
    const first = this.opened ? -1 : waiting.findIndex((entry) => 'messageId' in entry);
    if (first !== -1) waiting.splice(first, 0, opening!);
    this.opened ||= first !== -1;
    if (this.broken) return;
    await before();
    if (!(await this.append(waiting))) throw new LeaseLost();
    this.n += waiting.length;
  }

  /**
   * Deltas are a view, the finished message is the truth: with the database away the turn goes on, and writes no further
   * delta, for nobody can tell whether the last one is there.
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

/** Both as one, if the second only goes on with the first. */
function joinedEntry(first: FlowEntry, second: FlowEntry): FlowEntry | undefined {
  if (first.type === 'message_delta' && second.type === 'message_delta')
    return { ...first, text: first.text + second.text };
  return first.type === 'structured_delta' && second.type === 'structured_delta' ? second : undefined;
}
