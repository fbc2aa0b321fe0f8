import { namespaceBucket } from '../bucketers/growthbook';
import { bucketOf, seedOf } from '../native-bucket';
import type { Assignable, LayerRange } from '../snapshot';
import { type Step, without } from './step';

/** Experiments with ranges of one layer that do not overlap never share a unit. */
export function layer(snapshot: Assignable, range: LayerRange): Step {
  const { layer: name, from, to } = range;
  const bucketIn = bucketerOf(range);
  const inside = `inside ${from}–${to} of the layer ${name}`;
  const outside = `outside ${from}–${to} of the layer ${name}`;
  return ({ unit }, trace) => {
    const bucket = bucketIn(unit);
    const isInside = bucket >= from && bucket < to;
    trace.push({ step: 'layer', outcome: isInside ? inside : outside, bucket });
    return isInside ? undefined : without(snapshot, 'OUTSIDE_LAYER', trace);
  };
}

function bucketerOf({ salt, bucketer }: LayerRange): (unit: string) => number {
  if (bucketer === 'growthbook') return namespaceBucket(salt);
  const seed = seedOf(salt, 'layer');
  return (unit) => bucketOf(unit, seed);
}
