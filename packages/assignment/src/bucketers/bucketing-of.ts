import type { Assignable } from '../snapshot';
import type { Bucketing } from './bucketing';
import { growthbook } from './growthbook';
import { native } from './native';
import { unleash } from './unleash';

/** @throws Error for an unknown bucketer, or weights that no publisher lets through. */
export function bucketingOf(snapshot: Assignable): Bucketing {
  const { key, variants, salt, bucketer = 'native' } = snapshot;
  const weights = variants.map(({ weight }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const drawable = bucketer.startsWith('growthbook') || (total > 0 && total < Number.POSITIVE_INFINITY);
  if (weights.length === 0 || weights.some((weight) => !(weight >= 0)) || !drawable)
    throw new Error(`Experiment ${key}: nothing can be drawn from the weights ${weights.join(', ') || '(none)'}`);
  switch (bucketer) {
    case 'native':
      return native(salt, weights);
    case 'growthbook_v1':
      return growthbook(salt, weights, 1);
    case 'growthbook_v2':
      return growthbook(salt, weights, 2);
    case 'unleash':
      return unleash(salt, weights);
    default:
      throw new Error(`Experiment ${key}: there is no bucketer ${bucketer satisfies never}`);
  }
}
