import type { Store } from '../../store';
import { terminal } from '../../streams/cursor';
import type { StreamEvent } from '../../streams/reading';
import { delta } from './world';

/** A turn as flows writes it: what begins it, deltas, and in a transaction what ends it, with all that was said. */
export class ToldTurn {
  said = '';
  private n = 1;

  constructor(
    private readonly store: Store,
    private readonly conversation: string,
    private readonly fence: number,
  ) {}

  async begin(): Promise<void> {
    await this.write({ type: 'started' });
  }

  /** Says words, one entry each. */
  async say(count: number): Promise<void> {
    for (let word = 0; word < count; word++) {
      const text = `${this.fence}.${this.n} `;
      this.said += text;
      await this.write(delta(text));
    }
  }

  async end(): Promise<void> {
    const { store, conversation, fence } = this;
    const entry = { type: 'ended', text: this.said };
    await store.transaction((sql) => store.streams.append(conversation, fence, terminal, [entry], sql));
  }

  private async write(entry: { type: string }): Promise<void> {
    const appended = await this.store.streams.append(this.conversation, this.fence, this.n, [entry]);
    if (!appended) throw new Error(`${this.fence}-${this.n} was refused.`);
    this.n += 1;
  }
}

/** What somebody sees who reads as a chat page does: a reset clears it, the end of a turn has the whole text. */
export class Follower {
  /** The texts of turns that have ended, and of one that has not, by fence; since the last reset. */
  readonly texts = new Map<number, string>();
  readonly ended: number[] = [];
  resets = 0;
  /** Anything that came twice or out of order. */
  readonly wrong: string[] = [];
  private last = [0, 0];

  constructor(events: AsyncIterable<StreamEvent>) {
    void this.follow(events);
  }

  private async follow(events: AsyncIterable<StreamEvent>): Promise<void> {
    for await (const event of events) {
      const [fence = 0, n = 0] = event.cursor.split('-').map(Number);
      if ('reset' in event) {
        this.resets += 1;
        this.texts.clear();
      } else {
        const [lastFence = 0, lastN = 0] = this.last;
        if (fence < lastFence || (fence === lastFence && n <= lastN)) this.wrong.push(event.cursor);
        this.take(fence, event.entry as { type: string; text?: string });
      }
      this.last = [fence, n];
    }
  }

  private take(fence: number, { type, text = '' }: { type: string; text?: string }): void {
    const before = this.texts.get(fence) ?? '';
    if (type === 'ended') this.ended.push(fence);
    if (type === 'ended' && !inOrder(before.split(' '), text.split(' '))) this.wrong.push(`${fence}: ${before}`);
    this.texts.set(fence, type === 'ended' ? text : before + text);
  }
}

/** Whether words are among all words, in the same order. */
function inOrder(words: readonly string[], all: readonly string[]): boolean {
  let from = 0;
  return words.every((word) => {
    from = all.indexOf(word, from) + 1;
    return from > 0;
  });
}
