import type { StoredEvent } from '@trialogue/store';
import type { VariantTotals } from './variant-totals.entity';

/** Which total an event of a type adds one to. */
const countedAs: { readonly [type: string]: 'exposures' | 'completions' | 'failures' | undefined } = {
  exposure: 'exposures',
  execution_completed: 'completions',
  execution_failed: 'failures',
};

/**
 * What a batch of events adds to the totals, one row per variant. The order of events does not matter, and the sums of
 * two batches are the sum of both together. Events outside an experiment add nothing.
 */
export function countByVariant(events: readonly Pick<StoredEvent, 'type' | 'data'>[]): VariantTotals[] {
  const totals = new Map<string, VariantTotals>();
  for (const { type, data } of events) {
    const counted = countedAs[type];
    const { experiment, variant, standIn } = data;
    if (!counted || typeof experiment !== 'string' || typeof variant !== 'string') continue;
    const key = JSON.stringify([experiment, variant, standIn === true]);
    const total = totals.get(key) ?? {
      ...{ experiment, variant, standIn: standIn === true },
      ...{ exposures: 0, completions: 0, failures: 0, fallbacks: 0 },
    };
    total[counted] += 1;
    if (counted === 'completions' && typeof data.fallbackVariant === 'string') total.fallbacks += 1;
    totals.set(key, total);
  }
  return [...totals.values()];
}
