import type { AssignmentReason, AssignmentStep } from '../assignment';
import { namespaceBucket } from '../bucketers/growthbook';
import { nativeBucket } from '../native-bucket';
import type { Holdout, LayerRange } from '../snapshot';
import { percent, type Step } from './step';

/** Held-out units are the same in every experiment that names the holdout: its own salt decides. */
export const holdout = ({ key, salt, share }: Holdout): Step =>
  place(
    'holdout',
    `the ${percent(share)} that ${key} holds out`,
    nativeBucket(salt, 'holdout'),
    [0, share],
    true,
    'HELD_OUT',
  );

/** Experiments with ranges of one layer that do not overlap never share a unit. */
export const layer = ({ layer, salt, from, to, bucketer }: LayerRange): Step =>
  place(
    'layer',
    `${from} to ${to} of the layer ${layer}`,
    bucketer === 'growthbook' ? namespaceBucket(salt) : nativeBucket(salt, 'layer'),
    [from, to],
    false,
    'OUTSIDE_LAYER',
  );

/** Refuses units by the side of a range, from its lower bound on and below its upper, on which their bucket lies. */
function place(
  step: AssignmentStep['step'],
  words: string,
  bucketIn: (unit: string) => number,
  [from, to]: readonly [number, number],
  refused: boolean,
  reason: AssignmentReason,
): Step {
  return ({ unit }, trace) => {
    const bucket = bucketIn(unit);
    const isInside = bucket >= from && bucket < to;
    trace.push({ step, outcome: `${isInside ? 'inside' : 'outside'} ${words}`, bucket });
    return isInside === refused ? reason : undefined;
  };
}
