import type { Assignment } from './assignment';
import { bucketingOf } from './bucketers/bucketing-of';
import type { Assignable, AssignableVariant } from './snapshot';
import { draw } from './steps/draw';
import { holdout } from './steps/holdout';
import { layer } from './steps/layer';
import { override } from './steps/override';
import { prerequisite } from './steps/prerequisite';
import { schedule } from './steps/schedule';
import { notRunning, status } from './steps/status';
import type { Step } from './steps/step';
import { goesByExposures, nobodyElse, sticky } from './steps/sticky';
import { targeting } from './steps/targeting';
import { winner } from './steps/winner';
import type { AssignmentSubject } from './subject';

/** What can be known of a snapshot before any unit is. */
export interface Prepared<Variant extends AssignableVariant> {
  readonly assigned: (subject: AssignmentSubject) => Assignment<Variant>;
  /** Keys of the experiments, this one and its prerequisites, for which what a unit was exposed to has a say. */
  readonly stickyExperiments: readonly string[];
}

const cache = new WeakMap<Assignable, Prepared<AssignableVariant>>();

/** @throws Error for a snapshot that no publisher lets through. */
export function prepared<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Prepared<Variant> {
  let entry = cache.get(snapshot) as Prepared<Variant> | undefined;
  if (entry === undefined) {
    entry = prepare(snapshot);
    cache.set(snapshot, entry as Prepared<AssignableVariant>);
  }
  return entry;
}

function prepare<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Prepared<Variant> {
  const steps = stepsOf(snapshot).filter((step) => step !== undefined);
  const prerequisites = snapshot.status === 'RUNNING' ? (snapshot.prerequisites ?? []) : [];
  const before = prerequisites.flatMap(({ experiment }) => prepared(experiment).stickyExperiments);
  return {
    assigned(subject) {
      const trace: Assignment['trace'][number][] = [];
      for (const step of steps) {
        const assignment = step(subject, trace);
        if (assignment !== undefined) return assignment;
      }
      throw new Error(`Experiment ${snapshot.key}: no step decided`); // the last of each list below does
    },
    stickyExperiments: [...new Set(goesByExposures(snapshot) ? [snapshot.key, ...before] : before)],
  };
}

/** What is looked at, in this order. */
function stepsOf<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): (Step<Variant> | undefined)[] {
  const bucketing = bucketingOf(snapshot);
  const holdouts = (snapshot.holdouts ?? []).map((one) => holdout(snapshot, one));
  if (snapshot.status === 'PAUSED' && snapshot.whilePaused === 'KEEP')
    return [status(snapshot), schedule(snapshot), ...holdouts, sticky(snapshot), nobodyElse(snapshot)];
  if (snapshot.status === 'STOPPED' && snapshot.winner !== undefined)
    return [status(snapshot), targeting(snapshot), winner(snapshot, snapshot.winner)];
  if (snapshot.status !== 'RUNNING') return [notRunning(snapshot)];
  return [
    status(snapshot),
    override(snapshot),
    schedule(snapshot),
    ...holdouts,
    sticky(snapshot),
    targeting(snapshot),
    ...(snapshot.prerequisites ?? []).map((one) => prerequisite(snapshot, one, prepared(one.experiment).assigned)),
    ...(snapshot.layers ?? []).map((range) => layer(snapshot, range)),
    draw(snapshot, bucketing),
  ];
}
