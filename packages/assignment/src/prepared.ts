import type { Assignment, AssignmentStep } from './assignment';
import { bucketingOf } from './bucketers/bucketing-of';
import type { Assignable, AssignableVariant } from './snapshot';
import { draw } from './steps/draw';
import { override } from './steps/override';
import { holdout, layer } from './steps/place';
import { prerequisite } from './steps/prerequisite';
import { schedule } from './steps/schedule';
import { status, winner } from './steps/status';
import type { Step } from './steps/step';
import { goesByExposures, sticky } from './steps/sticky';
import { targeting } from './steps/targeting';
import type { AssignmentSubject } from './subject';

/** What can be known of a snapshot before any unit is. */
export interface Prepared<Variant extends AssignableVariant> {
  readonly assigned: (subject: AssignmentSubject) => Assignment<Variant>;
  /** Keys of the experiments, this one and its prerequisites, for which what a unit was exposed to has a say. */
  readonly byExposures: readonly string[];
}

const cache = new WeakMap<Assignable, Prepared<any>>();

/** @throws Error for a snapshot that no publisher lets through. */
export function prepared<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Prepared<Variant> {
  let entry = cache.get(snapshot);
  if (!entry) {
    entry = prepare(snapshot);
    cache.set(snapshot, entry);
  }
  return entry;
}

function prepare<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Prepared<Variant> {
  const { key, status, allocation, prerequisites = [] } = snapshot;
  const steps = stepsOf(snapshot).filter((step) => !!step);
  const before = status === 'RUNNING' ? prerequisites.flatMap((one) => prepared(one.experiment).byExposures) : [];
  return {
    assigned(subject) {
      const trace: AssignmentStep[] = [];
      // The last step decides, always
      for (let index = 0; ; index++) {
        const answer = steps[index]!(subject, trace);
        if (typeof answer === 'object') return answer;
        if (answer)
          return {
            variant: null,
            inExperiment: false,
            reason: answer,
            allocation,
            bucket: null,
            propensity: null,
            trace,
          };
      }
    },
    byExposures: [...new Set(goesByExposures(snapshot) ? [key, ...before] : before)],
  };
}

/** What is looked at, in this order. */
function stepsOf<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): (Step<Variant> | undefined)[] {
  const { status: state, holdouts = [], prerequisites = [], layers = [] } = snapshot;
  if (state === 'STOPPED') return [status(snapshot), targeting(snapshot), winner(snapshot)];
  return [
    status(snapshot),
    state === 'RUNNING' ? override(snapshot) : undefined,
    schedule(snapshot),
    ...holdouts.map(holdout),
    sticky(snapshot),
    targeting(snapshot),
    ...prerequisites.map((one) => prerequisite(one, prepared(one.experiment).assigned)),
    ...layers.map(layer),
    draw(snapshot, bucketingOf(snapshot)),
  ];
}
