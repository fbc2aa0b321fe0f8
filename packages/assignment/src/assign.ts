import type { Assignment } from './assignment';
import { prepared } from './prepared';
import type { Assignable, AssignableVariant } from './snapshot';
import type { AssignmentSubject } from './subject';

/**
 * What a unit gets in an experiment: always the same for the same arguments, in every process and language. These are
 * looked at in turn, as far as the experiment has them, and the first that decides does: status, overrides, schedule,
 * holdouts, sticky exposures, targeting, prerequisites, layers, traffic (with its ramp), variant.
 *
 * The snapshot must not change after the first call with it; what was computed for it is kept as long as it is.
 *
 * @throws TypeError when the unit holds a lone surrogate, or the experiment goes by the time and `at` is missing.
 * @throws Error for a snapshot that no publisher lets through, such as no weight above 0 or a winner that is no variant.
 */
export function assign<Variant extends AssignableVariant>(
  snapshot: Assignable<Variant>,
  subject: AssignmentSubject,
): Assignment<Variant> {
  return prepared(snapshot).assigned(subject);
}

/** What each of these units gets in each of these experiments: a row for each subject, in it an assignment for each snapshot. */
export function assignMany<Variant extends AssignableVariant>(
  snapshots: readonly Assignable<Variant>[],
  subjects: readonly AssignmentSubject[],
): Assignment<Variant>[][] {
  const columns = snapshots.map((snapshot) => prepared(snapshot).assigned);
  return subjects.map((subject) => columns.map((assigned) => assigned(subject)));
}

/**
 * Keys of the experiments for which a caller must read what the unit was exposed to first, and say it in `sticky`, before
 * it assigns: the experiment itself, and its prerequisites. Mostly none.
 */
export const stickyExperiments = (snapshot: Assignable): readonly string[] => prepared(snapshot).byExposures;
