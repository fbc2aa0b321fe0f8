/** How one experiment's units fall into its traffic and its variants. */
export interface Bucketing {
  /** The bucket that decides whether a unit takes part, in [0, 1); `outside` where it never does. */
  readonly traffic: (unit: string) => number;
  /** Which traffic buckets take part at this share, 0–1. Those of a lower share are among those of a higher. */
  readonly takesPart: (share: number) => (trafficBucket: number) => boolean;
  /** The bucket that chooses the variant of a unit that takes part, in [0, 1). */
  readonly variant: (unit: string, trafficBucket: number) => number;
  /** In the order of the variants. */
  readonly shares: readonly VariantShare[];
}

export interface VariantShare {
  /** As this bucketer takes it. */
  readonly weight: number;
  /** The bucket below which its range ends; it begins where the one before ends. */
  readonly below: number;
}

/** The traffic bucket of what another product takes for no unit: 1, which is in no share, not even in all. */
export const outside = 1;

/**
 * Bounds are cumulative sums over the last cumulative sum: they never decrease, each begins where the one before ends,
 * and the last is x / x, which is 1 in any rounding.
 */
export function proportional(weights: readonly number[]): VariantShare[] {
  const total = sum(weights);
  return weights.map((weight, index) => ({ weight, below: sum(weights.slice(0, index + 1)) / total }));
}

export const sum = (weights: readonly number[]): number => weights.reduce((total, weight) => total + weight, 0);
