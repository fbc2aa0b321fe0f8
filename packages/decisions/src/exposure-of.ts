import type { Exposure } from '@trialogue/store';
import type { Decision } from './decisions';

/** The exposure that a decision is, if it is one: to a variant, and as a part of the comparison. */
export function exposureOf({ unit, release, assignment, at }: Decision, standIn = false): Exposure | undefined {
  const { variant, inExperiment, allocation, bucket, propensity, reason } = assignment;
  if (!variant || !inExperiment) return undefined;
  return {
    ...{ unit, experiment: release.body.key, allocation, variant: variant.key, release: release.hash },
    ...{ arm: variant.arm, bucket, propensity, reason, standIn, at: at.toISOString() },
  };
}
