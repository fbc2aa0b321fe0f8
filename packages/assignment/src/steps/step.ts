import type { Assignment, AssignmentReason, AssignmentStep } from '../assignment';
import type { Assignable, AssignableVariant } from '../snapshot';
import type { AssignmentSubject } from '../subject';

/**
 * One thing that is looked at on the way to an assignment. It adds what it saw to the trace, and answers the assignment
 * when it decides; otherwise the next step goes on.
 */
export type Step<Variant extends AssignableVariant = never> = (
  subject: AssignmentSubject,
  trace: AssignmentStep[],
) => Assignment<Variant> | undefined;

/** The unit gets nothing; the last step of the trace says why. */
export const without = (
  { allocation }: Assignable,
  reason: AssignmentReason,
  trace: readonly AssignmentStep[],
): Assignment<never> => ({
  variant: null,
  inExperiment: false,
  reason,
  allocation,
  bucket: null,
  propensity: null,
  trace,
});

/** The unit gets a variant that nothing was drawn for, and takes no part in the comparison. */
export const given = <Variant extends AssignableVariant>(
  { allocation }: Assignable,
  variant: Variant,
  reason: AssignmentReason,
  trace: readonly AssignmentStep[],
): Assignment<Variant> => ({
  variant,
  inExperiment: false,
  reason,
  allocation,
  bucket: null,
  propensity: 1,
  trace,
});

/** @throws Error, for a snapshot that no publisher lets through. */
export function variantOf<Variant extends AssignableVariant>(
  { key, variants }: Assignable<Variant>,
  named: string,
  as: string,
): Variant {
  const variant = variants.find((one) => one.key === named);
  if (variant === undefined) throw new Error(`Experiment ${key}: the ${as} ${named} is none of its variants`);
  return variant;
}

/** A share, 0–1, as people read it. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
