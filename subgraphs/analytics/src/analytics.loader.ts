import type { Tables } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import { In } from 'typeorm';
import type { PromptRows } from './performance/performance.figures';
import { PromptLatency, PromptTotals } from './performance/prompt-totals.entity';
import { VariantTotals } from './variant-totals.entity';

export type AnalyticsLoaders = ReturnType<typeof analyticsLoaders>;

/** What one request reads: one statement per table, however many experiments or versions are asked for. */
export function analyticsLoaders({ manager }: Tables) {
  return {
    /** The totals of an experiment, by its key. */
    totals: new DataLoader<string, VariantTotals[]>(async (experiments) => {
      const found = await manager.findBy(VariantTotals, { experiment: In(experiments) });
      return inOrder(experiments, found, ({ experiment }) => experiment);
    }),

    /** What is counted of a prompt version, by `name@number`. */
    promptTotals: new DataLoader<string, PromptRows>(async (ids) => {
      const asked = { promptVersion: In(ids) };
      const [totals, latencies] = await Promise.all([
        manager.findBy(PromptTotals, asked),
        manager.findBy(PromptLatency, asked),
      ]);
      const versionOf = ({ promptVersion }: { promptVersion: string }) => promptVersion;
      const latenciesOf = inOrder(ids, latencies, versionOf);
      return inOrder(ids, totals, versionOf).map((own, index) => ({ totals: own, latencies: latenciesOf[index]! }));
    }),
  };
}

/** For each key its rows. */
function inOrder<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const byKey = new Map<string, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) byKey.get(keyOf(row))?.push(row);
  return keys.map((key) => byKey.get(key)!);
}
