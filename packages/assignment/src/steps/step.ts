import type { Assignment, AssignmentReason, AssignmentStep } from '../assignment';
import type { Assignable, AssignableVariant } from '../snapshot';
import type { AssignmentSubject } from '../subject';

/**
 * One thing that is looked at on the way to an assignment. It adds what it saw to the trace, and answers when it decides:
 * why the unit gets nothing, or what it gets. Otherwise the next step goes on.
 */
export type Step<Variant extends AssignableVariant = never> = (
  subject: AssignmentSubject,
  trace: AssignmentStep[],
) => AssignmentReason | Assignment<Variant> | undefined;

/** Gives a variant that nothing was drawn for: the unit takes no part in the comparison. */
export function giving<Variant extends AssignableVariant>(
  { key: experiment, variants, allocation }: Assignable<Variant>,
  key: string,
  reason: AssignmentReason,
): (trace: readonly AssignmentStep[]) => Assignment<Variant> {
  const variant = variants.find((one) => one.key === key);
  if (!variant) throw new Error(`Experiment ${experiment}: ${key} is none of its variants`);
  return (trace) => ({ variant, inExperiment: false, reason, allocation, bucket: null, propensity: 1, trace });
}

/** A share, 0–1, as people read it. */
export const percent = (share: number): string => `${+(share * 100).toFixed(2)} %`;

/** Milliseconds since 1970 of an ISO-8601 time. @throws Error for one that no publisher lets through. */
export function parsedTime(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Error(`${text} is no time`);
  return time;
}

/** @throws TypeError when the caller did not say the time: nothing here has a clock. */
export function timeOf({ at }: AssignmentSubject): number {
  if (!(at! > -Infinity)) throw new TypeError('`at`, the time, is missing');
  return at!;
}
