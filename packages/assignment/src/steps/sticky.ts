import type { AssignmentStep, EarlierExposure } from '../assignment';
import type { Assignable, AssignableVariant } from '../snapshot';
import type { AssignmentSubject } from '../subject';
import { type Step, without } from './step';

/** Whether what a unit was exposed to before has a say in what it gets. */
export const goesByExposures = ({ status, sticky, whilePaused }: Assignable): boolean =>
  status === 'RUNNING' ? sticky !== undefined : status === 'PAUSED' && whilePaused === 'KEEP';

/**
 * A unit that was exposed keeps its variant. As in GrowthBook, targeting, prerequisites, layers and traffic are not looked
 * at again: it stays although it would not come in today. Only a holdout takes it out, or the block of its allocation. A
 * variant that is gone cannot be kept: the unit is looked at as if it were new.
 */
export function sticky<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Step<Variant> | undefined {
  if (!goesByExposures(snapshot)) return undefined;
  const variants = new Map(snapshot.variants.map((variant) => [variant.key, variant]));
  const blockedBefore = snapshot.sticky?.blockedBefore ?? Number.NEGATIVE_INFINITY;
  const note = (trace: AssignmentStep[], outcome: string) => trace.push({ step: 'sticky', outcome });
  return (subject, trace) => {
    const earlier = earlierExposure(subject, snapshot.key);
    if (earlier === undefined) {
      note(trace, 'was not exposed before');
      return undefined;
    }
    const { variant: key, allocation, bucket, propensity } = earlier;
    if (allocation < blockedBefore) {
      note(trace, `was exposed in allocation ${allocation}: units from before ${blockedBefore} take no part any more`);
      return without(snapshot, 'STICKY_BLOCKED', trace);
    }
    const variant = variants.get(key);
    note(trace, `was exposed to ${key} in allocation ${allocation}${variant ? ' and keeps it' : ', which is gone'}`);
    return variant && { variant, inExperiment: true, reason: 'STICKY', allocation, bucket, propensity, trace };
  };
}

/** While an experiment is paused, nobody comes in. */
export function nobodyElse(snapshot: Assignable): Step {
  return (_subject, trace) => without(snapshot, 'NOT_RUNNING', trace);
}

const earlierExposure = ({ sticky }: AssignmentSubject, key: string): EarlierExposure | undefined =>
  sticky !== undefined && Object.hasOwn(sticky, key) ? sticky[key] : undefined;
