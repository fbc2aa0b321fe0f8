import type { JsonObject } from '../../json-object';
import type { RedisLine } from '../../redis/line';
import type { Script } from '../../redis/script';
import { type Entry, type Held, pageBytes, pageSize } from '../backend';
import { beginning, compare, cursorOf, type Position, parseCursor } from '../cursor';
import { append, read } from './scripts';

/** Of one conversation: key of its stream, and the channel on which its entries are announced. */
export const streamKey = (conversation: string): string => `{${conversation}}:stream`;

export interface StreamBounds {
  /** How long a stream stays after its last entry. */
  readonly expiresMs: number;
  /** About how many entries a stream may have. */
  readonly mostEntries: number;
}

const atOnce = 1_000;

type Fields = [after: 'after', id: string, at: 'at', ms: string, entry: 'entry', json: string];
type Answer = [last: string, entries: [id: string, fields: Fields][]];

/**
 * The part of message streams that is in Redis: one stream for each conversation, one key for each command, so that a
 * cluster takes them too. Everything answers undefined while Redis is away.
 */
export class RedisEntries {
  constructor(
    private readonly line: RedisLine,
    private readonly bounds: StreamBounds,
  ) {}

  /** When; undefined: fenced off. */
  async append(
    conversation: string,
    { fence, n }: Position,
    entries: readonly JsonObject[],
  ): Promise<Date | undefined | 'away'> {
    const { expiresMs, mostEntries } = this.bounds;
    const args = entries.flatMap((entry, index) => [cursorOf(fence, n + index), JSON.stringify(entry)]);
    const at = await this.run<number>(append, conversation, [expiresMs, mostEntries, this.line.self, ...args]);
    if (at === undefined) return 'away';
    return at === 0 ? undefined : new Date(at);
  }

  async held(conversation: string, position: Position): Promise<Held | undefined> {
    const answer = await this.run<Answer>(read, conversation, [
      `(${cursorOf(position.fence, position.n)}`,
      pageSize,
      pageBytes,
    ]);
    if (!answer) return undefined;
    const last = parseCursor(answer[0]);
    const found = answer[1];
    const before = found[0] ? parseCursor(found[0][1][1]) : last;
    const entries = found.map(
      ([id, fields]): Entry => ({ ...parseCursor(id), at: new Date(Number(fields[3])), entry: fields[5] }),
    );
    return { entries, last, trimmed: compare(before, position) > 0 ? before : beginning };
  }

  async firstOf(conversation: string, fence: number): Promise<Position | undefined> {
    const answer = await this.run<Answer>(read, conversation, [cursorOf(fence, 0), 1, 1]);
    const first = answer?.[1][0] && parseCursor(answer[1][0][0]);
    return first?.fence === fence ? first : undefined;
  }

  /** The ids of the last entries, of those streams that are there. */
  async heads(conversations: readonly string[]): Promise<Map<string, Position> | undefined> {
    const heads = new Map<string, Position>();
    for (let from = 0; from < conversations.length; from += atOnce) {
      const some = conversations.slice(from, from + atOnce);
      const answers = await Promise.all(some.map((conversation) => this.run<Answer>(read, conversation, ['-', 0, 0])));
      for (const [index, answer] of answers.entries()) {
        if (!answer) return undefined;
        const last = parseCursor(answer[0]);
        if (last.fence > 0) heads.set(some[index]!, last);
      }
    }
    return heads;
  }

  private run<T extends object | number>(
    script: Script,
    conversation: string,
    args: readonly (string | number)[],
  ): Promise<T | undefined> {
    return this.line.ask((client) => script.run(client, streamKey(conversation), args) as Promise<T>);
  }
}
