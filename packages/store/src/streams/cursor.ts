import { DomainError } from '@trialogue/errors';

/** `n` of the entry that ends a turn: above any other of its fence. */
export const terminal = 2 ** 31 - 1;

/** The id of an entry. Ids of a stream only grow, by fence, then by n. */
export interface Position {
  /** Counts the turns (and what ended them); from 1. */
  readonly fence: number;
  /** From 1, one after the other; `terminal` for the last. */
  readonly n: number;
}

export const beginning: Position = { fence: 0, n: 0 };

export const cursorOf = (fence: number, n: number): string => `${fence}-${n}`;

/** @throws DomainError CURSOR_INVALID */
export function parseCursor(cursor: string): Position {
  const [, fence, n] = /^(0|[1-9]\d{0,15})-(0|[1-9]\d{0,9})$/.exec(cursor) ?? [];
  const position = { fence: Number(fence), n: Number(n) };
  if (fence === undefined || !Number.isSafeInteger(position.fence) || position.n > terminal)
    throw new DomainError('CURSOR_INVALID', { cursor: cursor.slice(0, 40) });
  return position;
}

/** Negative when `a` comes before `b`, 0 when they are the same, positive when it comes after. */
export const compare = (a: Position, b: Position): number => a.fence - b.fence || a.n - b.n;

export const later = (a: Position, b: Position): Position => (compare(a, b) < 0 ? b : a);

/**
 * Whether nothing can be missing between an entry and the one that was found after it.
 *
 * @param ended of an entry that ends a turn, what it says of itself: the `n` of the turn's last entry before it
 */
export function follows(before: Position, after: Position, ended?: number): boolean {
  if (after.n === terminal) return ended === undefined || (after.fence === before.fence ? before.n : 0) >= ended;
  return after.fence === before.fence ? after.n === before.n + 1 : after.n === 1;
}

/** Whether there is no id between the two that an entry could have: the next of a turn, or the first of the next turn. */
export const isNext = (before: Position, after: Position): boolean =>
  after.fence === before.fence
    ? after.n === before.n + 1
    : before.n === terminal && after.fence === before.fence + 1 && after.n === 1;
