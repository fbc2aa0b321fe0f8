/** A part of a layer, in shares of its units: `from` belongs to it, `to` does not. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const overlaps = (one: Range, other: Range): boolean => one.from < other.to && other.from < one.to;

/** What of the layer is in none of the ranges, in order. */
export function freeRanges(held: readonly Range[]): Range[] {
  const free: Range[] = [];
  let from = 0;
  for (const range of [...held].sort((one, other) => one.from - other.from)) {
    if (range.from > from) free.push({ from, to: range.from });
    from = Math.max(from, range.to);
  }
  if (from < 1) free.push({ from, to: 1 });
  return free;
}

/** When an experiment may run. ISO-8601, UTC; absent or null: without that end. */
export interface Schedule {
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
}

/** Whether there is a time, from `now` on, at which both may run. */
export function mayRunAtOnce(one: Schedule, other: Schedule, now: Date): boolean {
  const begin = Math.max(now.getTime(), timeOf(one.startsAt, -Infinity), timeOf(other.startsAt, -Infinity));
  return begin < Math.min(timeOf(one.endsAt, Infinity), timeOf(other.endsAt, Infinity));
}

const timeOf = (time: string | null | undefined, absent: number) => (time == null ? absent : Date.parse(time));
