import type { AllocatorRun, Store } from '@trialogue/store';
import { fileEntries, isName, type Tables, versionLoaders } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { Change } from './change.entity';
import { Experiment } from './experiment.entity';
import { experimentStates } from './experiment.state';
import { Variant } from './variant.entity';

export type ExperimentLoaders = ReturnType<typeof experimentLoaders>;

/** What one request reads: one statement per kind of thing, however many are asked for. */
export function experimentLoaders(tables: Tables, store: Pick<Store, 'allocators'>) {
  return {
    experiments: new DataLoader<string, Experiment | null>(async (keys) => {
      const found = await tables.manager.findBy(Experiment, { key: In(keys.filter(isName)) });
      const byKey = new Map(found.map((experiment) => [experiment.key, experiment]));
      return keys.map((key) => byKey.get(key) ?? null);
    }),

    /** The variants of an experiment, in its order. */
    variants: new DataLoader<string, Variant[]>(async (keys) => {
      const where = { experimentKey: In(keys.filter(isName)) };
      const found = await tables.manager.find(Variant, { where, order: { position: 'ASC' } });
      return keys.map((key) => found.filter(({ experimentKey }) => experimentKey === key));
    }),

    /** Of an experiment's allocator; null: it never ran. */
    allocatorRuns: new DataLoader<string, AllocatorRun | null>(async (keys) => {
      const found = await store.allocators.runs(keys);
      return keys.map((key) => found.find(({ experiment }) => experiment === key) ?? null);
    }),

    experimentFiles: fileEntries(tables, 'experiment', experimentStates),
    changePages: versionLoaders(tables, Change, 'experimentKey').pages,
  };
}

export async function loadVariant(
  loaders: ExperimentLoaders,
  experimentKey: string,
  key: string,
): Promise<Variant | null> {
  const variants = await loaders.variants.load(experimentKey);
  return variants.find((variant) => variant.key === key) ?? null;
}
