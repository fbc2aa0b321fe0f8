/** A message as a history is made of it. A type, not an interface, so that it is an object of JSON. */
export type Said = {
  readonly turn: number;
  readonly role: string;
  readonly text: string;
  /** Estimated, with what the format puts around a message. */
  readonly tokens: number;
};

/**
 * The newest of these messages that together have so many tokens at most, whole. They begin with a user's, or with what a
 * flow said before anybody spoke. One that does not fit ends it, also where older ones would.
 *
 * @param said oldest first
 */
export function windowOf(said: readonly Said[], tokens: number): readonly Said[] {
  const newest = newestWithin(said, tokens);
  const begin = newest.findIndex(({ role, turn }) => role === 'USER' || turn === 0);
  return begin === -1 ? [] : newest.slice(begin);
}

/** The newest that together have so many tokens at most. */
export function newestWithin(said: readonly Said[], tokens: number): readonly Said[] {
  let left = tokens;
  const before = said.findLastIndex((message) => {
    left -= message.tokens;
    return left < 0;
  });
  return said.slice(before + 1);
}

/**
 * The turn from which on messages stay as they are when what came before is summarised: the newest ones within half of the
 * tokens and of the messages, but one turn at least. Undefined: there is nothing to summarise yet.
 *
 * @param said what is not summarised, oldest first
 */
export function turnToKeep(said: readonly Said[], afterTokens: number, mostMessages: number): number | undefined {
  if (tokensOf(said) <= afterTokens && said.length < mostMessages - slack) return undefined;
  const half = newestWithin(said.slice(-mostMessages / 2), afterTokens / 2);
  const kept = half.find(({ role }) => role === 'USER') ?? said.findLast(({ role }) => role === 'USER');
  return kept && said[0]!.turn < kept.turn ? kept.turn : undefined;
}

/** Messages that may still come while a summary is written. */
const slack = 10;

export const tokensOf = (said: readonly Said[]): number => said.reduce((sum, { tokens }) => sum + tokens, 0);
