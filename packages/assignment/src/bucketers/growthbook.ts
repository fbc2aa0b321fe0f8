import type { Bucketing } from './bucketing';
import { fnv1a } from './fnv';

/**
 * GrowthBook's SDK specification (https://docs.growthbook.io/lib/build-your-own), hash versions 1 and 2.
 *
 * One bucket decides both, whether a unit takes part and what it gets: each variant's range begins where it would with
 * everybody, and the traffic ("coverage") shortens it. So a change of traffic moves no unit between variants.
 */
export function growthbook(salt: string, weights: readonly number[], version: 1 | 2): Bucketing {
  const whole = bucketRanges(weights.length, 1, weights);
  const used = usableWeights(weights.length, weights);
  return {
    trafficBucket: growthbookBucket(salt, version),
    takesPart(traffic) {
      const ranges = bucketRanges(weights.length, traffic, weights);
      return (bucket) => chooseVariation(bucket, ranges) >= 0;
    },
    variantBucket: (_unit, trafficBucket) => trafficBucket,
    shares: used.map((weight, index) => ({ weight, below: whole[index]![1] })),
  };
}

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
export function bucketRanges(count: number, coverage = 1, weights?: readonly number[]): BucketRange[] {
  const covered = Math.min(Math.max(coverage, 0), 1);
  let from = 0;
  return usableWeights(count, weights).map((weight) => {
    const range = [from, from + covered * weight] as const;
    from += weight;
    return range;
  });
}

/** Index of the range that holds the bucket; −1 where none does. */
export function chooseVariation(bucket: number, ranges: readonly BucketRange[]): number {
  for (let index = 0; index < ranges.length; index++)
    if (bucket >= ranges[index]![0] && bucket < ranges[index]![1]) return index;
  return -1;
}

/** Where a value falls in a namespace, in [0, 1): hashed with version 1, whatever the experiment has. */
export const namespaceBucket = (id: string): ((value: string) => number) => growthbookBucket(`__${id}`, 1);

/** The same for each of the variations; none for less than one. */
export const equalWeights = (count: number): number[] => Array.from({ length: Math.max(count, 0) }, () => 1 / count);

/** Weights that are too few or too many, or do not sum to 1 within a hundredth, are replaced by equal ones. */
function usableWeights(count: number, weights: readonly number[] | undefined): readonly number[] {
  if (weights?.length !== count) return equalWeights(count);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total < 0.99 || total > 1.01 ? equalWeights(count) : weights;
}
