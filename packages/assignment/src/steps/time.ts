import type { Assignable } from '../snapshot';
import type { AssignmentSubject } from '../subject';

/** @throws TypeError when the caller did not say the time: nothing here has a clock. */
export function timeOf({ at }: AssignmentSubject, { key }: Assignable): number {
  if (at === undefined || Number.isNaN(at))
    throw new TypeError(`experiment ${key} goes by the time: \`at\` is missing`);
  return at;
}

/** Milliseconds since 1970. @throws Error for a time that no publisher lets through. */
export function parsedTime(text: string, { key }: Assignable): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Error(`Experiment ${key}: ${text} is no time`);
  return time;
}
