import type { Tables } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { VariantTotals } from './variant-totals.entity';

export type AnalyticsLoaders = ReturnType<typeof analyticsLoaders>;

/** What one request reads: one statement, however many experiments are asked for. */
export function analyticsLoaders(tables: Tables) {
  return {
    /** The totals of an experiment, by its key. */
    totals: new DataLoader<string, VariantTotals[]>(async (experiments) => {
      const found = await tables.manager.findBy(VariantTotals, { experiment: In(experiments) });
      const byExperiment = new Map<string, VariantTotals[]>(experiments.map((experiment) => [experiment, []]));
      for (const totals of found) byExperiment.get(totals.experiment)?.push(totals);
      return experiments.map((experiment) => byExperiment.get(experiment) ?? []);
    }),
  };
}
