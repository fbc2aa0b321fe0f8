import { canonicalJson, type Json } from '@trialogue/canonical-json';
import { Side } from './merge-args';

/** Path of a field → what is said of it; of a field that is not there nothing is said. */
export type Fields = ReadonlyMap<string, Json>;

/** A field that somebody else changed; null where nothing is said of it. */
export interface Divergence {
  readonly path: string;
  /** As file and database had it when the file was applied last. */
  readonly base: Json;
  readonly file: Json;
  readonly database: Json;
}

export interface Merge {
  /** Paths whose value in the file is to be written. */
  readonly taken: ReadonlySet<string>;
  /** Only the database changed: it stays. */
  readonly drift: readonly Divergence[];
  /** Both changed, to different values; with a preference they are in `taken`, or stay, and are told all the same. */
  readonly conflicts: readonly Divergence[];
}

/**
 * Three-way, field by field: what only the file changed since it was applied last is taken, what only the database
 * changed stays, what both changed to different values is a conflict. A field that the file does not name stays.
 *
 * @param base what the file said when it was applied last; where that is not known, what the database says, and the file is believed
 * @param prefer whose value a conflict ends with
 */
export function mergeFields(base: Fields, file: Fields, database: Fields, prefer?: Side): Merge {
  const taken = new Set<string>();
  const drift: Divergence[] = [];
  const conflicts: Divergence[] = [];
  for (const [path, said] of file) {
    const [before, now] = [base.get(path), database.get(path)];
    if (isSame(said, now)) continue;
    const divergence = { path, base: before ?? null, file: said, database: now ?? null };
    if (isSame(before, now)) taken.add(path);
    else if (isSame(before, said)) drift.push(divergence);
    else {
      conflicts.push(divergence);
      if (prefer === Side.FILE) taken.add(path);
    }
  }
  return { taken, drift, conflicts };
}

/** An empty text or list says as little as nothing. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return canonicalJson(orNothing(one)) === canonicalJson(orNothing(other));
}

const orNothing = (value: Json | undefined): Json =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value;
