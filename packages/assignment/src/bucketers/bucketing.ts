/** How one experiment's units fall into its traffic and its variants. */
export interface Bucketing {
  /** The bucket that decides whether a unit takes part, in [0, 1). */
  readonly trafficBucket: (unit: string) => number;
  /** Which traffic buckets take part at this traffic, 0–1. Those of a lower traffic are among those of a higher. */
  readonly takesPart: (traffic: number) => (trafficBucket: number) => boolean;
  /** The bucket that chooses the variant of a unit that takes part, in [0, 1). */
  readonly variantBucket: (unit: string, trafficBucket: number) => number;
  /** In the order of the variants: what each weighs with this bucketer, and the bucket below which its range ends. */
  readonly shares: readonly Share[];
}

export interface Share {
  readonly weight: number;
  /** Exclusive; the range begins where the one before ends. */
  readonly below: number;
}

/**
 * Bounds are cumulative sums over the last cumulative sum: they never decrease, each begins where the one before ends,
 * and the last is x / x, which is 1 in any rounding.
 */
export function proportional(weights: readonly number[]): Share[] {
  let total = 0;
  const sums = weights.map((weight) => {
    total += weight;
    return total;
  });
  return weights.map((weight, index) => ({ weight, below: sums[index]! / total }));
}
