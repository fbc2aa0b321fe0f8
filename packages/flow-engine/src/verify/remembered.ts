import type { ASTNode } from '@marcbachmann/cel-js';
import { partsOf, placeOf } from './guard-places';
import { changesIn, keyAt, type Surroundings } from './surroundings';

type Changes = ReturnType<typeof changesIn>;

interface Asked {
  /** Those that the expression reads. */
  readonly places: readonly string[];
  /** By how it is to come out, and what was known of its places. */
  readonly found: Map<string, readonly Changes[]>;
}

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
  const { places, found } = askedOf(node);
  const key = `${outcome}${keyAt(places, known)}`;
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

function askedOf(node: ASTNode): Asked {
  const before = asked.get(node);
  if (before !== undefined) return before;
  const places = [...new Set(partsOf(node).flatMap((part) => placeOf(part) ?? []))];
  const one: Asked = { places, found: new Map() };
  asked.set(node, one);
  return one;
}
