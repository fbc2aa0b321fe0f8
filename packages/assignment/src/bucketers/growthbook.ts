import { type Bucketing, outside, sum } from './bucketing';
import { fnv1a } from './fnv';

/**
 * GrowthBook's SDK specification (https://docs.growthbook.io/lib/build-your-own), hash versions 1 and 2.
 *
 * One bucket decides both, whether a unit takes part and what it gets: each variant's range begins where it would with
 * everybody, and the traffic ("coverage") shortens it. So a change of traffic moves no unit between variants. An empty text
 * is a missing id, which takes no part; nor does anybody where there is nothing to choose from.
 */
export const growthbook =
  (version: 1 | 2) =>
  (salt: string, weights: readonly number[]): Bucketing => {
    const usable = usableWeights(weights);
    const whole = bucketRanges(1, usable);
    const bucketIn = growthbookBucket(salt, version);
    return {
      traffic: (unit) => (unit && weights.length > 1 ? bucketIn(unit) : outside),
      takesPart(share) {
        const ranges = bucketRanges(share, usable);
        return (bucket) => {
          if (bucket === outside) return false;
          for (let index = 0; index < whole.length; index++)
            if (bucket < whole[index]![1]) return bucket < ranges[index]![1];
          return false;
        };
      },
      variant: (_unit, trafficBucket) => trafficBucket,
      shares: usable.map((weight, index) => ({ weight, below: whole[index]![1] })),
    };
  };

/** Lower bound, inclusive, and upper, exclusive. */
export type BucketRange = readonly [from: number, to: number];

/**
 * The bucket of a value under a seed, in [0, 1): one of a thousand with version 1, which hashes value and seed, one of ten
 * thousand with version 2, which hashes the decimal digits of the hash of seed and value.
 */
export function growthbookBucket(seed: string, version: 1 | 2): (value: string) => number {
  if (version === 1) return (value) => (fnv1a(seed, fnv1a(value)) % 1000) / 1000;
  const seeded = fnv1a(seed);
  return (value) => (fnv1a(String(fnv1a(value, seeded))) % 10_000) / 10_000;
}

/** A range for each variation. Coverage is held to 0–1. */
export function bucketRanges(coverage: number, weights: readonly number[]): BucketRange[] {
  const covered = Math.min(Math.max(coverage, 0), 1);
  let from = 0;
  return weights.map((weight) => {
    const range = [from, from + covered * weight] as const;
    from += weight;
    return range;
  });
}

/** Weights that do not sum to 1 within a hundredth are replaced by equal ones. */
export function usableWeights(weights: readonly number[]): readonly number[] {
  const total = sum(weights);
  return total < 0.99 || total > 1.01 ? weights.map(() => 1 / weights.length) : weights;
}

/** Where a value falls in a namespace, in [0, 1): hashed with version 1, whatever the experiment has. */
export const namespaceBucket = (id: string): ((value: string) => number) => growthbookBucket(`__${id}`, 1);
