import type { JsonObject } from '../json-object';
import type { Notifications } from '../notifications';
import type { Sql } from '../sql';
import { appendEntries } from './append';
import {
  type Heads,
  type Held,
  pageBytes,
  pageSize,
  type Sealed,
  type StreamBackend,
  type StreamHints,
} from './backend';
import { beginning, type Position } from './cursor';
import { GatheredAppends } from './gathered-appends';
import { trimEntries } from './trim';

interface Row {
  readonly last_fence: string;
  readonly last_n: number;
  readonly trimmed_fence: string;
  readonly trimmed_n: number;
  readonly fence: string | null;
  readonly n: number;
  readonly entry: string;
  readonly at: Date;
}

const atOnce = 5_000;

/** Message streams in Postgres. */
export class PostgresStreams implements StreamBackend {
  readonly hints: StreamHints;
  private readonly appends: GatheredAppends;

  constructor(
    private readonly sql: Sql,
    private readonly notifications: Notifications,
  ) {
    this.appends = new GatheredAppends(sql);
    this.hints = {
      follow: () => undefined, // one channel tells of every conversation
      unfollow: () => undefined,
      on: (listener) => notifications.on('exp_streams', (conversation) => listener(conversation, true)),
      onConnected: (listener) => notifications.onConnected(listener),
    };
  }

  async append(
    conversation: string,
    first: Position,
    entries: readonly JsonObject[],
    sql?: Sql,
  ): Promise<Date | undefined> {
    if (sql) return appendEntries(sql, conversation, first, entries, true);
    const appended = await this.appends.append(conversation, first, entries);
    if (appended) this.tell(conversation);
    return appended;
  }

  tell(conversation: string): void {
    this.notifications.sendElsewhere('exp_streams', conversation);
  }

  async seal(conversation: string, position: Position, entry: JsonObject): Promise<Sealed> {
    return { at: await this.append(conversation, position, [entry]), everywhere: true };
  }

  async held(conversation: string, { fence, n }: Position): Promise<Held> {
    const { rows } = await this.sql<Row>(
      `select s.fence as last_fence, s.n as last_n, s.trimmed_fence, s.trimmed_n, e.fence, e.n, e.entry, e.at
       from exp.streams s left join lateral (
         select fence, n, entry, at from (
           select *, sum(octet_length(entry)) over (order by fence, n) - octet_length(entry) as before from (
             select fence, n, entry, at from exp.stream_entries
             where conversation = s.conversation and (fence, n) > ($2, $3)
             order by fence, n limit ${pageSize}) next) page
         where before < ${pageBytes}) e on true
       where s.conversation = $1 order by e.fence, e.n`,
      [conversation, fence, n],
    );
    const head = rows[0];
    if (!head) return { entries: [], last: beginning, trimmed: beginning };
    const entries = rows.flatMap(({ fence, n, entry, at }) =>
      fence === null ? [] : { fence: Number(fence), n, entry, at },
    );
    return {
      entries,
      last: { fence: Number(head.last_fence), n: head.last_n },
      trimmed: { fence: Number(head.trimmed_fence), n: head.trimmed_n },
    };
  }

  async firstOf(conversation: string, fence: number): Promise<Position | undefined> {
    const { rows } = await this.sql<{ n: number | null }>(
      'select min(n) as n from exp.stream_entries where conversation = $1 and fence = $2',
      [conversation, fence],
    );
    const n = rows[0]!.n;
    return n === null ? undefined : { fence, n };
  }

  async heads(conversations: readonly string[]): Promise<Heads> {
    const last = new Map<string, Position>();
    for (let from = 0; from < conversations.length; from += atOnce) {
      const { rows } = await this.sql<{ conversation: string; fence: string; n: number }>(
        'select conversation, fence, n from exp.streams where conversation = any($1)',
        [conversations.slice(from, from + atOnce)],
      );
      for (const { conversation, fence, n } of rows) last.set(conversation, { fence: Number(fence), n });
    }
    return { last, whole: true };
  }

  trim(olderThanMs: number): Promise<number> {
    return trimEntries(this.sql, olderThanMs);
  }
}
