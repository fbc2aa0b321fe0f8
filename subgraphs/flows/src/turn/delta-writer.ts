import { DomainError } from '@trialogue/errors';
import type { Part } from '@trialogue/plugin-api';
import { isStoreUnavailable } from '@trialogue/store';
import { pieceGap } from '../following/speech';
import type { AttributedEntry, FlowEntry } from '../stream/entry';
import type { Unwritten } from './ending';
import { PartEntries } from './part-entries';
import { LeaseLost } from './stop';

export interface DeltaWriterOptions {
  readonly messageId: string;
  readonly strategy: string;
  readonly deltaMs: number;
  /** Who answers now for what is shown. */
  by(): string | undefined;
  /** Begins the message in the stream: written before its first entry. */
  readonly opening: FlowEntry;
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
 * Gathers what happens in a turn for a moment and writes it to the stream together, in order: text as one delta, and of an
 * object that grows only how far it has come. What still waits when the turn ends is written with its end.
 */
export class DeltaWriter {
  /** All that was said. */
  text = '';
  private waiting: FlowEntry[] = [];
  /** UTF-16 units of the text among what waits. */
  private waitingText = 0;
  /** What the next text begins with, to stand apart from the piece before. */
  private gap = '';
  /** Of the next entry. */
  private n = 1;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private broken = false;
  private opened = false;
  private readonly parts: PartEntries;

  constructor(private readonly options: DeltaWriterOptions) {
    this.parts = new PartEntries(options.messageId);
  }

  /** Begins the message, if it has not begun. */
  open(): void {
    if (this.opened) return;
    this.opened = true;
    this.push(this.options.opening);
  }

  /** Resolves at once, or, when the stream is slower than the model, once it has caught up. */
  async take(part: Part): Promise<void> {
    if (part.type === 'text') return this.say(part.text);
    if (part.type === 'tool-call') this.newPiece();
    const entry = this.parts.entryOf(part);
    if (!entry) return;
    this.open();
    this.gather(this.attributed(entry));
    if (this.waiting.length > mostEntries) await this.flush();
  }

  /** What comes next is a piece of its own. */
  newPiece(): void {
    this.gap = this.text === '' ? '' : pieceGap;
  }

  /** Takes an entry as it is, behind what there is so far. */
  put(entry: AttributedEntry): void {
    this.push(this.attributed(entry));
    if (this.waiting.length > mostEntries) void this.flush();
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

  private async say(said: string): Promise<void> {
    if (said === '') return;
    const { strategy, messageId } = this.options;
    const text = this.gap + said;
    if (this.text.length + text.length > longest)
      throw new DomainError('OUTPUT_INVALID', { strategy, problem: `it is longer than ${longest} characters.` });
    this.open();
    this.gap = '';
    this.text += text;
    this.waitingText += text.length;
    this.gather(this.attributed({ type: 'message_delta', messageId, text }));
    if (this.waitingText > mostWaiting) await this.flush();
  }

  private attributed(entry: AttributedEntry): AttributedEntry {
    const by = this.options.by();
    return by === undefined ? entry : { ...entry, by };
  }

  private push(entry: FlowEntry): void {
    this.waiting.push(entry);
    this.writeSoon();
  }

  private gather(entry: FlowEntry): void {
    const last = this.waiting.at(-1);
    const joined = last && joinedEntry(last, entry);
    if (joined) this.waiting[this.waiting.length - 1] = joined;
    else this.push(entry);
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => void this.flush(), this.options.deltaMs);
  }

  private takeWaiting(): FlowEntry[] {
    const { waiting } = this;
    this.waiting = [];
    this.waitingText = 0;
    return waiting;
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

/** Both as one, if the second only goes on with the first. */
function joinedEntry(first: FlowEntry, second: FlowEntry): FlowEntry | undefined {
  if (first.type === 'message_delta' && second.type === 'message_delta' && first.by === second.by)
    return { ...first, text: first.text + second.text };
  const grows = first.type === 'structured_delta' && second.type === 'structured_delta' && first.by === second.by;
  return grows ? second : undefined;
}
