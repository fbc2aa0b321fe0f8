import type { JsonObject } from '../json-object';
import type { Sql } from '../sql';
import type { Position } from './cursor';

export interface Entry extends Position {
  /** JSON. */
  readonly entry: string;
  readonly at: Date;
}

/** What is held of a stream behind a position. */
export interface Held {
  /** The next ones, in order: a page of them. */
  readonly entries: readonly Entry[];
  /** The id of the last entry that there has been. */
  readonly last: Position;
  /** Entries behind the position, up to this one, are gone. At or before the position: none are. */
  readonly trimmed: Position;
}

/** The ids of the last entries of some streams, by conversation; none for a stream that has had none. */
export interface Heads {
  readonly last: ReadonlyMap<string, Position>;
  /** False: a part of the backend is away, and there may be later ones. */
  readonly whole: boolean;
}

/** Says that another process may have written more to read. It may be lost or come twice: whoever listens also polls. */
export interface StreamHints {
  /** From now on, hear of this conversation. */
  follow(conversation: string): void;
  unfollow(conversation: string): void;
  /** `everywhere`: in the part of the backend that is looked at only on demand. */
  on(listener: (conversation: string, everywhere: boolean) => void): () => void;
  /** Called when hearing begins (again): hints may have been missed before. */
  onConnected(listener: () => void): () => void;
}

/** Entries of a page at most, */
export const pageSize = 100;
/** and bytes of theirs: the entry with which there are as many is the last. */
export const pageBytes = 2 ** 20;

/** Whether there may be more behind this page. */
export const isFull = (entries: readonly Entry[]): boolean =>
  entries.length >= pageSize || bytesOf(entries) >= pageBytes;

const bytesOf = (entries: readonly Entry[]): number =>
  entries.reduce((total, { entry }) => total + Buffer.byteLength(entry), 0);

export interface Sealed {
  /** As `append` answers. */
  readonly at: Date | undefined;
  /** False: a part of the backend is away in which the writer could still go on. */
  readonly everywhere: boolean;
}

/**
 * Where message streams are kept. Two writers of one id, or one whose id is not above the last: one is refused. Throws
 * STORE_UNAVAILABLE when it is away.
 */
export interface StreamBackend {
  readonly hints: StreamHints;

  /**
   * Tells the other processes; this one is told by whoever calls.
   *
   * @see MessageStreams.append
   * @returns when, by the backend's clock; undefined: fenced off
   */
  append(conversation: string, first: Position, entries: readonly JsonObject[], sql?: Sql): Promise<Date | undefined>;

  /** Tells the other processes of what a statement of the caller's has appended to Postgres. */
  tell(conversation: string): void;

  /**
   * Appends what ends a writer's part of a stream, so that it can write no more of it. It may be there already.
   *
   * @see MessageStreams.seal
   */
  seal(conversation: string, position: Position, entry: JsonObject): Promise<Sealed>;

  /** @param everywhere also look where new entries are rare; without it those are found only if others lead there */
  held(conversation: string, position: Position, everywhere: boolean): Promise<Held>;

  /** The first entry of this fence that is held, if one is. */
  firstOf(conversation: string, fence: number): Promise<Position | undefined>;

  heads(conversations: readonly string[]): Promise<Heads>;

  /** @see MessageStreams.trim */
  trim(olderThanMs: number): Promise<number>;
}
