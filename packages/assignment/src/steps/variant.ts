import type { Bucketing } from '../bucketers/bucketing';
import type { Assignable, AssignableVariant } from '../snapshot';
import { percent, type Step } from './step';

/** Draws the variant in whose range the unit's bucket lies. */
export function variant<Variant extends AssignableVariant>(
  snapshot: Assignable<Variant>,
  { variantBucket, shares }: Bucketing,
): Step<Variant> {
  const { allocation, variants } = snapshot;
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  const slots = shares.map(({ weight, below }, index) => {
    const variant = variants[index]!;
    const propensity = weight / total;
    const outcome = `variant ${variant.key}, which ${percent(propensity)} of the participants get`;
    return { variant, below, propensity, outcome };
  });
  return ({ unit }, trace) => {
    const bucket = variantBucket(unit);
    let index = 0;
    while (bucket >= slots[index]!.below) index++;
    const { variant, propensity, outcome } = slots[index]!;
    trace.push({ step: 'variant', outcome, bucket });
    return { variant, inExperiment: true, reason: 'ASSIGNED', allocation, bucket, propensity, trace };
  };
}
