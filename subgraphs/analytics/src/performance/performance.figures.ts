import { costOf, type ModelTokens, type Prices } from '@trialogue/models';
import { latencyQuantile } from './latency-buckets';
import type { PromptPerformance } from './performance';
import type { PromptLatency, PromptTotals } from './prompt-totals.entity';

/** What is counted of one prompt version. */
export interface PromptRows {
  readonly totals: readonly PromptTotals[];
  readonly latencies: readonly PromptLatency[];
}

/** The figures of one prompt version. `includeStandIn` adds what scripted models answered, which costs nothing. */
export function performanceOf(
  rows: PromptRows,
  prices: Prices,
  includeStandIn: boolean,
): Omit<PromptPerformance, 'asOf' | 'lagMs'> {
  const isCounted = ({ standIn }: { readonly standIn: boolean }) => includeStandIn || !standIn;
  const totals = rows.totals.filter(isCounted);
  const latencies = rows.latencies.filter(isCounted);
  const sum = (of: Exclude<keyof PromptTotals, 'promptVersion' | 'standIn' | 'model' | 'since'>) =>
    totals.reduce((all, row) => all + row[of], 0);
  const [completions, failures, ratings] = [sum('completions'), sum('failures'), sum('ratings')];
  const executions = completions + failures;
  return {
    exposures: sum('exposures'),
    completions,
    failures,
    completionRate: executions === 0 ? null : completions / executions,
    ratings,
    satisfaction: ratings === 0 ? null : sum('scoreMillionths') / ratings / 1e6,
    tokens:
      executions === 0
        ? null
        : {
            ...{ input: sum('input'), output: sum('output') },
            cacheRead: sum('cacheRead'),
            cacheWrite: sum('cacheWrite'),
          },
    cost: costOfTotals(
      totals.filter(({ standIn }) => !standIn),
      prices,
    ),
    latencyP50Ms: latencyQuantile(latencies, 0.5),
    latencyP95Ms: latencyQuantile(latencies, 0.95),
    since: totals.reduce<Date | null>((first, { since }) => (first && first < since ? first : since), null),
  };
}

/** What was recorded, and, of executions that recorded no cost, what their tokens cost at these prices. */
function costOfTotals(totals: readonly PromptTotals[], prices: Prices): number | null {
  const uncosted = totals.map((row) => ({
    model: row.model,
    input: row.input - row.costedInput,
    output: row.output - row.costedOutput,
    cacheRead: row.cacheRead - row.costedCacheRead,
    cacheWrite: row.cacheWrite - row.costedCacheWrite,
  }));
  const isSpent = ({ input, output, cacheRead, cacheWrite }: Omit<ModelTokens, 'model'>) =>
    input + output + cacheRead + cacheWrite > 0;
  const computed = uncosted.some(isSpent) ? costOf(uncosted, prices) : 0;
  if (computed === null || !totals.some(isSpent)) return null;
  return computed + totals.reduce((sum, { costNanos }) => sum + costNanos, 0) / 1e9;
}
