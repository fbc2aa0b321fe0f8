import { named } from '../named';
import type { Assignable, Bucketer } from '../snapshot';
import { type Bucketing, sum } from './bucketing';
import { growthbook } from './growthbook';
import { native } from './native';
import { unleash } from './unleash';

const bucketers: { readonly [name in Bucketer]: (salt: string, weights: readonly number[]) => Bucketing } = {
  native,
  growthbook_v1: growthbook(1),
  growthbook_v2: growthbook(2),
  unleash,
};

/** @throws Error for an unknown bucketer, or weights that no publisher lets through. */
export function bucketingOf({ key, variants, salt, bucketer = 'native' }: Assignable): Bucketing {
  const weights = variants.map(({ weight }) => weight);
  const total = sum(weights);
  const drawable = total < Infinity && (total > 0 || bucketer.startsWith('growthbook'));
  if (!(drawable && Math.min(...weights) >= 0))
    throw new Error(`Experiment ${key}: no variant has a weight: ${weights}`);
  return named(bucketers, bucketer)(salt, weights);
}
