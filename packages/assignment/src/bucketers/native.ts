import { bucketOf, seedOf } from '../native-bucket';
import { type Bucketing, proportional } from './bucketing';

/** Two hashes, for traffic and for the variant: see `native-bucket.ts`. */
export function native(salt: string, weights: readonly number[]): Bucketing {
  const trafficSeed = seedOf(salt, 'traffic');
  const variantSeed = seedOf(salt, 'variant');
  return {
    trafficBucket: (unit) => bucketOf(unit, trafficSeed),
    takesPart: (traffic) => (bucket) => bucket < traffic,
    variantBucket: (unit) => bucketOf(unit, variantSeed),
    shares: proportional(weights),
  };
}
