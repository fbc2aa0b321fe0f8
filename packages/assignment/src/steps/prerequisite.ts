import type { Assignment } from '../assignment';
import type { AssignableVariant, Prerequisite } from '../snapshot';
import type { AssignmentSubject } from '../subject';
import type { Step } from './step';

/** The unit must get, in another experiment, one of the variants that are named; a winner or an override counts. */
export const prerequisite =
  (
    { experiment, variants }: Prerequisite,
    assigned: (subject: AssignmentSubject) => Assignment<AssignableVariant>,
  ): Step =>
  (subject, trace) => {
    const { variant, reason } = assigned(subject);
    const met = variant !== null && variants.includes(variant.key);
    const outcome = `gets ${variant ? variant.key : `nothing (${reason})`} in ${experiment.key}`;
    trace.push({ step: 'prerequisite', outcome: met ? outcome : `${outcome}, not ${variants.join(' or ')}` });
    return met ? undefined : 'PREREQUISITE_UNMET';
  };
