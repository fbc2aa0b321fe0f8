import type { JsonObject } from '@trialogue/plugin-api';
import { type EntityManager, In } from 'typeorm';
import { Experiment } from './experiment.entity';
import { updatedSpec } from './experiment.spec';
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
      return [experiment.key, { ...spec, status: experiment.status } as unknown as JsonObject];
    }),
  );
}
