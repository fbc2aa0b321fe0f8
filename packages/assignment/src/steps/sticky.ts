import { isKnown } from '../expression/attribute-value';
import type { Assignable, AssignableVariant } from '../snapshot';
import type { Step } from './step';

/** Whether what a unit was exposed to before has a say in what it gets. */
export const goesByExposures = ({ status, sticky, whilePaused }: Assignable): boolean =>
  !!(status === 'PAUSED' ? whilePaused : status === 'RUNNING' && sticky);

/**
 * A unit that was exposed keeps its variant. As in GrowthBook, targeting, prerequisites, layers and traffic are not looked
 * at again: it stays although it would not come in today. Only a holdout takes it out, or the block of its allocation. A
 * variant that is gone cannot be kept: the unit is looked at as if it were new. While an experiment is paused, no others
 * come in.
 */
export function sticky<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Step<Variant> | undefined {
  if (!goesByExposures(snapshot)) return undefined;
  const { key, status, variants, sticky: { blockedBefore = 0 } = {} } = snapshot;
  const others = status === 'PAUSED' ? 'NOT_RUNNING' : undefined;
  return ({ sticky = {} }, trace) => {
    const earlier = isKnown(sticky, key) ? sticky[key] : undefined;
    if (!earlier) {
      trace.push({ step: 'sticky', outcome: 'was not exposed' });
      return others;
    }
    const { allocation, bucket, propensity } = earlier;
    const blocked = allocation < blockedBefore;
    const variant = variants.find((one) => one.key === earlier.variant);
    const fate = blocked ? `, before ${blockedBefore}` : variant ? '' : ', gone';
    trace.push({ step: 'sticky', outcome: `was exposed to ${earlier.variant} in allocation ${allocation}${fate}` });
    if (blocked) return 'STICKY_BLOCKED';
    return variant ? { variant, inExperiment: true, reason: 'STICKY', allocation, bucket, propensity, trace } : others;
  };
}
