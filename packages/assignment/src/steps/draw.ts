import type { Bucketing } from '../bucketers/bucketing';
import type { Assignable, AssignableVariant } from '../snapshot';
import { percent, type Step, without } from './step';
import { parsedTime, timeOf } from './time';

interface Stage {
  readonly from: number;
  readonly takesPart: (bucket: number) => boolean;
  readonly inside: string;
  readonly outside: string;
}

/**
 * Whether the unit is in the share that takes part, and the variant in whose range its bucket lies. The share is the
 * traffic, or that of the last stage of the ramp that has begun.
 */
export function draw<Variant extends AssignableVariant>(
  snapshot: Assignable<Variant>,
  bucketing: Bucketing,
): Step<Variant> {
  const { allocation } = snapshot;
  const stageNow = stageOf(snapshot, bucketing);
  const slots = slotsOf(snapshot, bucketing);
  return (subject, trace) => {
    const { takesPart, inside, outside } = stageNow(subject);
    const trafficBucket = bucketing.trafficBucket(subject.unit);
    const isInside = takesPart(trafficBucket);
    trace.push({ step: 'traffic', outcome: isInside ? inside : outside, bucket: trafficBucket });
    if (!isInside) return without(snapshot, 'OUTSIDE_TRAFFIC', trace);

    const bucket = bucketing.variantBucket(subject.unit, trafficBucket);
    let index = 0;
    while (bucket >= slots[index]!.below) index++;
    const { variant, propensity, outcome } = slots[index]!;
    trace.push({ step: 'variant', outcome, bucket });
    return { variant, inExperiment: true, reason: 'ASSIGNED', allocation, bucket, propensity, trace };
  };
}

function stageOf(snapshot: Assignable, bucketing: Bucketing): (subject: Parameters<Step>[0]) => Stage {
  const stage = (from: number, share: number): Stage => ({
    from,
    takesPart: bucketing.takesPart(share),
    inside: `inside the ${percent(share)} that take part`,
    outside: `outside the ${percent(share)} that take part`,
  });
  const first = stage(Number.NEGATIVE_INFINITY, snapshot.traffic);
  const ramp = (snapshot.ramp ?? []).map(({ from, traffic }) => stage(parsedTime(from, snapshot), traffic));
  if (ramp.length === 0) return () => first;
  return (subject) => {
    const at = timeOf(subject, snapshot);
    return ramp.findLast(({ from }) => from <= at) ?? first;
  };
}

function slotsOf<Variant extends AssignableVariant>({ variants }: Assignable<Variant>, { shares }: Bucketing) {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  return shares.map(({ weight, below }, index) => {
    const variant = variants[index]!;
    const propensity = weight / total;
    const outcome = `variant ${variant.key}, which ${percent(propensity)} of the participants get`;
    return { variant, below, propensity, outcome };
  });
}
