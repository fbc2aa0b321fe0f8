import type { JsonObject } from '@trialogue/plugin-api';
import { type EntityManager, In } from 'typeorm';
import { isAllocated } from './experiment.allocator';
import { Experiment } from './experiment.entity';
import { type ExperimentSpec, updatedSpec } from './experiment.spec';
import { Variant } from './variant.entity';

/** Experiments as they stand, in the shape of what files say of them, by key. */
export async function experimentStates(
  manager: EntityManager,
  keys: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const experiments = await manager.findBy(Experiment, { key: In([...keys]) });
  const variants = await manager.find(Variant, {
    where: { experimentKey: In([...keys]) },
    order: { position: 'ASC' },
  });
  return new Map(
    experiments.map((experiment) => {
      const own = variants.filter(({ experimentKey }) => experimentKey === experiment.key);
      const { key: _, ...spec } = updatedSpec({ experiment, variants: own }, {});
      const state = isAllocated({ experiment }) ? withoutWeights(spec) : spec;
      return [experiment.key, { ...state, status: experiment.status } as unknown as JsonObject];
    }),
  );
}

/** What an allocator has in hand is nothing that a file says. */
function withoutWeights({ allocation: _, variants, ...rest }: Omit<ExperimentSpec, 'key'>) {
  return { ...rest, variants: variants.map(({ weight: _weight, ...variant }) => variant) };
}
