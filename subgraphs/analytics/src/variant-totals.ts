import type { Sql, StoredEvent } from '@trialogue/store';
import type { Totals } from './totals.consumer';
import { countByVariant } from './variant-totals.count';

/** What happened to each variant, in `exp.variant_totals`. */
export const variantTotals: Totals = { consumer: 'analytics', tables: ['exp.variant_totals'], add: addToTotals };

async function addToTotals(sql: Sql, events: readonly StoredEvent[]): Promise<void> {
  const totals = countByVariant(events);
  if (totals.length === 0) return;
  await sql(
    `insert into exp.variant_totals as total (experiment, variant, stand_in, exposures, completions, failures, fallbacks)
     select experiment, variant, "standIn", exposures, completions, failures, fallbacks
     from jsonb_to_recordset($1::jsonb) as added
       (experiment text, variant text, "standIn" boolean, exposures bigint, completions bigint, failures bigint,
        fallbacks bigint)
     on conflict (experiment, variant, stand_in) do update set
       exposures = total.exposures + excluded.exposures,
       completions = total.completions + excluded.completions,
       failures = total.failures + excluded.failures,
       fallbacks = total.fallbacks + excluded.fallbacks`,
    [JSON.stringify(totals)],
  );
}
