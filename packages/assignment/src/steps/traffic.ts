import type { Bucketing } from '../bucketers/bucketing';
import type { Assignable } from '../snapshot';
import { percent, type Step, without } from './step';
import { parsedTime, timeOf } from './time';

interface Stage {
  readonly from: number;
  readonly takesPart: (bucket: number) => boolean;
  readonly inside: string;
  readonly outside: string;
}

/** The share of units that take part: the traffic's, or that of the last stage of the ramp that has begun. */
export function traffic(snapshot: Assignable, bucketing: Bucketing): Step {
  const stage = (from: number, share: number): Stage => ({
    from,
    takesPart: bucketing.takesPart(share),
    inside: `inside the ${percent(share)} that take part`,
    outside: `outside the ${percent(share)} that take part`,
  });
  const whole = stage(Number.NEGATIVE_INFINITY, snapshot.traffic);
  const ramp = (snapshot.ramp ?? []).map(({ from, traffic }) => stage(parsedTime(from, snapshot), traffic));
  return (subject, trace) => {
    const { takesPart, inside, outside } =
      ramp.length === 0 ? whole : (begun(ramp, timeOf(subject, snapshot)) ?? whole);
    const bucket = bucketing.trafficBucket(subject.unit);
    const isInside = takesPart(bucket);
    trace.push({ step: 'traffic', outcome: isInside ? inside : outside, bucket });
    return isInside ? undefined : without(snapshot, 'OUTSIDE_TRAFFIC', trace);
  };
}

const begun = (ramp: readonly Stage[], at: number): Stage | undefined => ramp.findLast(({ from }) => from <= at);
