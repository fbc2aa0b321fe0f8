import type { ASTNode } from '@marcbachmann/cel-js';
import { placesReadBy } from './guard-places';
import { changesIn, keyAt, type Surroundings } from './surroundings';

type Changes = ReturnType<typeof changesIn>;

/** By how the expression is to come out, and what was known of its places. */
type Asked = Map<string, readonly Changes[]>;

/** Changes, of all expressions together: some megabytes. */
const most = 20_000;
let asked = new WeakMap<ASTNode, Asked>();
let size = 0;

/**
 * What was found out of an expression before, where the places that it reads were known to be the same: nothing else
 * has a part in it.
 */
export function remembered(
  node: ASTNode,
  known: Surroundings,
  outcome: string,
  find: () => Surroundings[],
): Surroundings[] {
  const found: Asked = asked.get(node) ?? new Map();
  asked.set(node, found);
  const key = `${outcome}${keyAt(placesReadBy(node), known)}`;
  const before = found.get(key);
  if (before !== undefined)
    return before.map((changes) => {
      if (changes.length === 0) return known;
      const after = new Map(known);
      for (const [place, value] of changes) after.set(place, value);
      return after;
    });
  const all = find();
  const changes = all.map((one) => changesIn(one, known));
  size += 1 + changes.reduce((sum, { length }) => sum + length, 0);
  if (size > most) {
    asked = new WeakMap();
    size = 0;
  }
  found.set(key, changes);
  return all;
}
