import { type Bucketing, sum } from '../bucketers/bucketing';
import type { Assignable, AssignableVariant } from '../snapshot';
import { parsedTime, percent, type Step, timeOf } from './step';

/**
 * Whether the unit is in the share that takes part, and the variant in whose range its bucket lies. The share is the
 * traffic, or that of the last stage of the ramp that has begun.
 */
export function draw<Variant extends AssignableVariant>(
  { traffic, ramp = [], variants, allocation }: Assignable<Variant>,
  bucketing: Bucketing,
): Step<Variant> {
  const stage = (begins: number, share: number) => ({
    begins,
    takesPart: bucketing.takesPart(share),
    outcomes: ['out', 'in'].map((side) => `${side}side the ${percent(share)} that take part`),
  });
  const first = stage(-Infinity, traffic);
  const stages = ramp.map(({ from, traffic }) => stage(parsedTime(from), traffic));
  const stageAt = (at: number) => stages.findLast(({ begins }) => begins <= at) ?? first;
  const total = sum(bucketing.shares.map(({ weight }) => weight));
  const slots = bucketing.shares.map(({ weight, below }, index) => ({
    below,
    propensity: weight / total,
    variant: variants[index]!,
    outcome: `variant ${variants[index]!.key}, which ${percent(weight / total)} of the participants get`,
  }));
  return (subject, trace) => {
    const { takesPart, outcomes } = ramp[0] ? stageAt(timeOf(subject)) : first;
    const trafficBucket = bucketing.traffic(subject.unit);
    const isInside = takesPart(trafficBucket);
    trace.push({ step: 'traffic', outcome: outcomes[+isInside]!, bucket: trafficBucket });
    if (!isInside) return 'OUTSIDE_TRAFFIC';

    const bucket = bucketing.variant(subject.unit, trafficBucket);
    let index = 0;
    while (bucket >= slots[index]!.below) index++;
    const { variant, propensity, outcome } = slots[index]!;
    trace.push({ step: 'variant', outcome, bucket });
    return { variant, inExperiment: true, reason: 'ASSIGNED', allocation, bucket, propensity, trace };
  };
}
