import { type Entry, type Held, isFull, pageSize } from '../backend';
import { beginning, compare, cursorOf, isNext, later, type Position, terminal } from '../cursor';

const none: Held = { entries: [], last: beginning, trimmed: beginning };

/**
 * One stream of the two parts that were read in this order: Redis, Postgres, and Redis again. What is in the first two
 * has nothing before it that is in neither. Of what only the last has, that is known up to where Postgres went; behind
 * it, something in Postgres may be older.
 *
 * @param redis undefined: it is away, and may hold more
 */
export function merge(position: Position, redis: Held | undefined, postgres: Held, again = redis): Held {
  const { entries: first } = redis ?? none;
  const { entries: second, last, trimmed } = again ?? none;
  const known = later(first.at(-1) ?? position, postgres.entries.at(-1) ?? position);
  const upTo = [first, second, postgres.entries]
    .filter(isFull) // it goes on, and so may not be mixed with what is behind it
    .map((page): Position => page.at(-1)!)
    .reduce((a, b) => (compare(a, b) < 0 ? a : b), known);
  const byId = new Map<string, Entry>();
  for (const entry of [...postgres.entries, ...second, ...first])
    if (compare(entry, upTo) <= 0) byId.set(cursorOf(entry.fence, entry.n), entry);
  const entries = [...byId.values()].sort(compare).slice(0, pageSize);

  const before = (index: number): Position => entries[index - 1] ?? position;
  const begun = new Set([...first, ...second].map(({ fence }) => fence));
  const isLost = (entry: Position, index: number) => isOrphan(before(index), entry) && !begun.has(entry.fence);
  const orphan = entries.findIndex((entry, index) => index > 0 && isLost(entry, index));
  const whole = entries.length > 0 && entries.every((entry, index) => isNext(before(index), entry));
  const trimmedBefore = (): Position => {
    if (entries[0] && isLost(entries[0], 0)) return entries[0];
    return whole ? beginning : later(trimmed, postgres.trimmed);
  };
  return {
    entries: orphan < 0 ? entries : entries.slice(0, orphan),
    last: later(later(last, postgres.last), redis ? beginning : position),
    trimmed: trimmedBefore(),
  };
}

/** Of the turn that this entry ends nothing else is left: not even what was asked. */
const isOrphan = (before: Position, { fence, n }: Position): boolean =>
  n === terminal && (before.fence < fence || before.n === 0);
