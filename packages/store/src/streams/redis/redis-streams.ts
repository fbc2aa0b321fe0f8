import type { JsonObject } from '../../json-object';
import type { Sql } from '../../sql';
import { isStoreUnavailable } from '../../unavailable';
import type { Heads, Held, Sealed, StreamBackend, StreamHints } from '../backend';
import { beginning, compare, isNext, later, type Position } from '../cursor';
import type { RedisEntries } from './entries';
import type { RedisHints } from './hints';
import { merge } from './merge';

/**
 * Message streams in Redis, over Postgres. Entries go to Redis; to Postgres go those that are written in a transaction
 * and, while Redis is away, all. So what ends a turn is never lost, and a reader finds the rest of a stream that Redis
 * has lost, or cannot give, in Postgres.
 *
 * Readers look into Redis, and into Postgres only when told to or when the entries in Redis do not follow one another.
 */
export class RedisStreams implements StreamBackend {
  readonly hints: StreamHints;

  constructor(
    private readonly redis: RedisEntries,
    hints: RedisHints,
    private readonly postgres: StreamBackend,
  ) {
    this.hints = both(hints, postgres.hints);
  }

  async append(
    conversation: string,
    first: Position,
    entries: readonly JsonObject[],
    sql?: Sql,
  ): Promise<Date | undefined> {
    const appended = sql ? 'away' : await this.redis.append(conversation, first, entries);
    return appended === 'away' ? this.postgres.append(conversation, first, entries, sql) : appended;
  }

  tell(conversation: string): void {
    this.postgres.tell(conversation);
  }

  async seal(conversation: string, position: Position, entry: JsonObject): Promise<Sealed> {
    const at = await this.redis.append(conversation, position, [entry]);
    if (at !== 'away') return { at, everywhere: true };
    return { at: await this.postgres.append(conversation, position, [entry]), everywhere: false };
  }

  async held(conversation: string, position: Position, everywhere: boolean): Promise<Held> {
    const redis = await this.redis.held(conversation, position);
    if (!everywhere && redis && isWhole(redis, position)) return redis;
    const postgres = await this.postgres.held(conversation, position, everywhere);
    // When Postgres had what ends a turn, Redis had all else of it, but not yet, perhaps, when it was looked at.
    const again = postgres.entries.length > 0 && redis && (await this.redis.held(conversation, position));
    return merge(position, redis, postgres, again || redis);
  }

  async firstOf(conversation: string, fence: number): Promise<Position | undefined> {
    const found = await Promise.all([
      this.redis.firstOf(conversation, fence),
      this.postgres.firstOf(conversation, fence),
    ]);
    return found.filter((first) => first !== undefined).sort(compare)[0];
  }

  async heads(conversations: readonly string[]): Promise<Heads> {
    const [inRedis, inPostgres] = await Promise.all([
      this.redis.heads(conversations),
      this.postgres.heads(conversations).catch(away),
    ]);
    const last = new Map<string, Position>(inPostgres?.last);
    for (const [conversation, position] of inRedis ?? [])
      last.set(conversation, later(position, last.get(conversation) ?? beginning));
    return { last, whole: inRedis !== undefined && inPostgres !== undefined };
  }

  /** What is in Redis expires by itself. */
  trim(olderThanMs: number): Promise<number> {
    return this.postgres.trim(olderThanMs);
  }
}

/** Whether nothing can be missing in what Redis holds behind a position. */
function isWhole({ entries, last, trimmed }: Held, position: Position): boolean {
  if (compare(trimmed, position) > 0 || compare(last, position) < 0) return false;
  return entries.every((entry, index) => isNext(entries[index - 1] ?? position, entry));
}

function away(error: unknown): undefined {
  if (!isStoreUnavailable(error)) throw error;
}

function both(redis: StreamHints, postgres: StreamHints): StreamHints {
  const onEach = (on: (hints: StreamHints) => () => void) => {
    const offs = [on(redis), on(postgres)];
    return () => {
      for (const off of offs) off();
    };
  };
  return {
    follow: (conversation) => redis.follow(conversation),
    unfollow: (conversation) => redis.unfollow(conversation),
    on: (listener) => onEach((hints) => hints.on(listener)),
    onConnected: (listener) => onEach((hints) => hints.onConnected(listener)),
  };
}
