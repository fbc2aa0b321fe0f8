import type { ExperimentSnapshot, LayerRange } from '@trialogue/assignment';
import { type EntityManager, In } from 'typeorm';
import { ExperimentStatus } from './experiment.entity';
import type { LayerClaim } from './experiment.rules';
import type { Whole } from './experiment.spec';
import { Holdout, Layer, LayerBucketer, type Partition } from './partition.entity';

/**
 * What is published of an experiment that was started. An archived one is to units what one is that was stopped without
 * a winner: its results stay, nobody gets anything.
 */
export async function snapshotOf(manager: EntityManager, { experiment, variants }: Whole): Promise<ExperimentSnapshot> {
  const { key, unitType, salt, allocation, traffic, winnerKey, rules } = experiment;
  const isArchived = experiment.status === ExperimentStatus.ARCHIVED;
  const status = (isArchived ? ExperimentStatus.STOPPED : experiment.status) as ExperimentSnapshot['status'];
  return {
    ...{ key, unitType, status, salt, allocation, traffic },
    variants: variants.map(({ key, weight, isControl, value, executionStrategy, resolved, pins, arm }) => ({
      ...{ key, weight, isControl, executionStrategy, config: resolved!, pins: pins!, arm: arm! },
      ...(value !== null && { value }),
    })),
    ...(winnerKey !== null && !isArchived && { winner: winnerKey }),
    ...(rules.layers && { layers: await layerRanges(manager, rules.layers) }),
    ...(rules.holdouts && { holdouts: await holdoutsOf(manager, rules.holdouts) }),
  };
}

async function layerRanges(manager: EntityManager, claims: readonly LayerClaim[]): Promise<LayerRange[]> {
  const layers = await rowsOf(
    manager,
    Layer,
    claims.map(({ layer }) => layer),
  );
  return claims.map(({ layer, from, to }, index) => {
    const { salt, bucketer } = layers[index]!;
    return { layer, salt, from, to, ...(bucketer === LayerBucketer.GROWTHBOOK && { bucketer: 'growthbook' as const }) };
  });
}

async function holdoutsOf(manager: EntityManager, keys: readonly string[]) {
  return (await rowsOf(manager, Holdout, keys)).map(({ key, salt, share }) => ({ key, salt, share }));
}

/** In the order of the keys, which are all there: nothing is started that names others, and none is ever deleted. */
async function rowsOf<Row extends Partition>(
  manager: EntityManager,
  entity: new () => Row,
  keys: readonly string[],
): Promise<Row[]> {
  const found = await manager.getRepository<Partition>(entity).findBy({ key: In([...keys]) });
  return keys.map((key) => found.find((row) => row.key === key) as Row);
}
