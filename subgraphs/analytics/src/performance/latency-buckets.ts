/**
 * Durations counted in buckets that grow by a constant factor, so that counts of two batches can be added in any order
 * and a quantile is off by at most 1 % of itself: DDSketch (Masson, Rim, Lee, VLDB 2019, section 2.1).
 */
const accuracy = 0.01;
const growth = (1 + accuracy) / (1 - accuracy);
const logGrowth = Math.log(growth);
/** Bucket of the longest duration that is told apart, a day in milliseconds: there are at most about 900. */
const last = Math.ceil(Math.log(86_400_000) / logGrowth);

/** The bucket of a duration in milliseconds; all up to 1 ms are in bucket 0. */
export const latencyBucket = (ms: number): number =>
  ms <= 1 ? 0 : Math.min(last, Math.ceil(Math.log(ms) / logGrowth));

export interface LatencyBucket {
  readonly bucket: number;
  readonly executions: number;
}

/**
 * The duration (milliseconds) that a share of the executions did not exceed.
 *
 * @param buckets in any order; a bucket may be there more than once
 * @param share 0–1: 0.5 for the median
 * @returns null of no executions
 */
export function latencyQuantile(buckets: readonly LatencyBucket[], share: number): number | null {
  const sorted = [...buckets].sort((a, b) => a.bucket - b.bucket);
  const all = sorted.reduce((sum, { executions }) => sum + executions, 0);
  if (all === 0) return null;
  let below = 0;
  const found = sorted.find(({ executions }) => {
    below += executions;
    return below >= share * all;
  });
  return middleOf(found!.bucket);
}

/** No duration of the bucket is further than `accuracy` from it, in proportion. */
const middleOf = (bucket: number): number => (bucket === 0 ? 1 : (2 * growth ** bucket) / (growth + 1));
