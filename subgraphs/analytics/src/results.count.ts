import type { VariantResults } from './results';
import type { VariantTotals } from './variant-totals.entity';

/**
 * The results of an experiment's variants: those of its release first, in its order, then those that only the log still
 * knows. `includeStandIn` adds what scripted models answered.
 */
export function resultsByVariant(
  experimentKey: string,
  variantKeys: readonly string[],
  totals: readonly VariantTotals[],
  includeStandIn: boolean,
): VariantResults[] {
  const counted = totals.filter(({ standIn }) => includeStandIn || !standIn);
  const formerKeys = counted.map(({ variant }) => variant).sort();
  return [...new Set([...variantKeys, ...formerKeys])].map((key) => {
    const own = counted.filter(({ variant }) => variant === key);
    const sum = (of: 'exposures' | 'completions' | 'failures' | 'fallbacks') =>
      own.reduce((total, row) => total + row[of], 0);
    return {
      variant: { experimentKey, key },
      exposures: sum('exposures'),
      completions: sum('completions'),
      failures: sum('failures'),
      fallbacks: sum('fallbacks'),
    };
  });
}
