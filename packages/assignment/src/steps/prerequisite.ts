import type { Assignment, AssignmentStep } from '../assignment';
import type { Assignable, Prerequisite } from '../snapshot';
import type { AssignmentSubject } from '../subject';
import { type Step, without } from './step';

/** The unit must get, in another experiment, one of the variants that are named; a winner or an override counts. */
export function prerequisite(
  snapshot: Assignable,
  { experiment, variants }: Prerequisite,
  assigned: (subject: AssignmentSubject) => Assignment<Assignable['variants'][number]>,
): Step {
  const expected = variants.join(' or ');
  return (subject, trace) => {
    const { variant, reason } = assigned(subject);
    const met = variant !== null && variants.includes(variant.key);
    const got = variant === null ? `nothing (${reason})` : variant.key;
    const step: AssignmentStep = {
      step: 'prerequisite',
      outcome: `gets ${got} in ${experiment.key}${met ? '' : `, not ${expected}`}`,
    };
    trace.push(step);
    return met ? undefined : without(snapshot, 'PREREQUISITE_UNMET', trace);
  };
}
