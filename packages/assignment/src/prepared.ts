import type { AssignmentStep } from './assignment';
import { seedOf } from './native-bucket';
import type { ExperimentSnapshot, VariantSnapshot } from './snapshot';

/** A range of buckets and the variant that a unit in it gets. */
export interface Slot {
  readonly variant: VariantSnapshot;
  /** Upper bound, exclusive; the lower bound is the slot before. The last one's is exactly 1. */
  readonly below: number;
  /** Weight over the sum of weights. */
  readonly propensity: number;
  readonly outcome: string;
}

/** What can be known of a snapshot before any unit is. */
export interface Prepared {
  readonly trafficSeed: number;
  readonly variantSeed: number;
  /** Without the variants of weight 0: nobody gets those. */
  readonly slots: readonly Slot[];
  readonly winner: VariantSnapshot | undefined;
  readonly statusStep: AssignmentStep;
  readonly insideTraffic: string;
  readonly outsideTraffic: string;
}

const cache = new WeakMap<ExperimentSnapshot, Prepared>();

/** @throws Error for a snapshot that no publisher lets through: no weight above 0, or a winner that is no variant. */
export function prepared(snapshot: ExperimentSnapshot): Prepared {
  let entry = cache.get(snapshot);
  if (entry === undefined) {
    entry = prepare(snapshot);
    cache.set(snapshot, entry);
  }
  return entry;
}

function prepare(snapshot: ExperimentSnapshot): Prepared {
  const winner = snapshot.variants.find((variant) => variant.key === snapshot.winner);
  if (snapshot.winner !== undefined && winner === undefined)
    throw new Error(`Experiment ${snapshot.key}: the winner ${snapshot.winner} is none of its variants`);
  return {
    trafficSeed: seedOf(snapshot.salt, 'traffic'),
    variantSeed: seedOf(snapshot.salt, 'variant'),
    slots: slotsOf(snapshot),
    winner,
    statusStep: { step: 'status', outcome: statusOutcome(snapshot) },
    insideTraffic: `inside the ${percent(snapshot.traffic)} that take part`,
    outsideTraffic: `outside the ${percent(snapshot.traffic)} that take part`,
  };
}

/**
 * Bounds are cumulative sums over the last cumulative sum: they never decrease, each begins where the one before ends,
 * and the last is x / x, which is 1 in any rounding.
 */
function slotsOf(snapshot: ExperimentSnapshot): Slot[] {
  const weighted = snapshot.variants.filter((variant) => variant.weight !== 0);
  let total = 0;
  const sums = weighted.map((variant) => {
    if (!(variant.weight > 0)) throw new Error(`Experiment ${snapshot.key}: ${variant.key} weighs ${variant.weight}`);
    total += variant.weight;
    return total;
  });
  if (total === 0 || total === Number.POSITIVE_INFINITY)
    throw new Error(`Experiment ${snapshot.key}: the weights of its variants sum to ${total}`);
  return weighted.map((variant, index) => ({
    variant,
    below: sums[index]! / total,
    propensity: variant.weight / total,
    outcome: `variant ${variant.key}, which ${percent(variant.weight / total)} of the participants get`,
  }));
}

function statusOutcome({ status, winner }: ExperimentSnapshot): string {
  if (status === 'RUNNING') return 'running';
  if (status === 'PAUSED') return 'paused: nobody gets a variant';
  return winner === undefined ? 'stopped: nobody gets a variant' : `stopped: everybody gets the winner ${winner}`;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
