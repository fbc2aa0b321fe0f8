import { bucketOf, seedOf } from '../native-bucket';
import type { Assignable, Holdout } from '../snapshot';
import { percent, type Step, without } from './step';

/** Held-out units are the same in every experiment that names the holdout: its own salt decides. */
export function holdout(snapshot: Assignable, { key, salt, share }: Holdout): Step {
  const seed = seedOf(salt, 'holdout');
  const inside = `among the ${percent(share)} that ${key} holds out`;
  const outside = `not among the ${percent(share)} that ${key} holds out`;
  return ({ unit }, trace) => {
    const bucket = bucketOf(unit, seed);
    const heldOut = bucket < share;
    trace.push({ step: 'holdout', outcome: heldOut ? inside : outside, bucket });
    return heldOut ? without(snapshot, 'HELD_OUT', trace) : undefined;
  };
}
