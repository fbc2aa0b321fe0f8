import { DomainError } from '@trialogue/errors';
import { normalizeConfig } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { Experiment, ExperimentStatus } from './experiment.entity';
import { behaviourChanges, type ExperimentSpec, isSame, type Whole } from './experiment.spec';
import { Variant } from './variant.entity';

/** What is written within a change; the caller holds the experiment's lock. */
export async function readWhole(manager: EntityManager, key: string): Promise<Whole | null> {
  const experiment = await manager.findOneBy(Experiment, { key });
  if (!experiment) return null;
  return {
    experiment,
    variants: await manager.find(Variant, { where: { experimentKey: key }, order: { position: 'ASC' } }),
  };
}

/** `salt` is for a spec that has none. */
export async function createDraft(
  manager: EntityManager,
  spec: ExperimentSpec,
  salt: string,
  at: Date,
): Promise<Whole> {
  const { key, name, hypothesis, unitType, traffic } = spec;
  const experiment = manager.create(Experiment, {
    ...{ key, name, hypothesis, unitType, traffic, salt: spec.salt ?? salt, allocation: 1 },
    ...{ status: ExperimentStatus.DRAFT, winnerKey: null, releaseHash: null },
    ...{ createdAt: at, startedAt: null, stoppedAt: null, version: 1 },
  });
  await manager.save(experiment);
  return { experiment, variants: await insertVariants(manager, spec) };
}

/**
 * Brings an experiment to a spec: a draft in everything, another in its words. Throws EXPERIMENT_STATE, with each
 * difference as a problem, when what units get would change.
 */
export async function writeSpec(
  manager: EntityManager,
  whole: Whole,
  spec: ExperimentSpec,
): Promise<{ whole: Whole; changed: boolean }> {
  if (isSame(whole, spec)) return { whole, changed: false };
  const { experiment } = whole;
  const isDraft = experiment.status === ExperimentStatus.DRAFT;
  if (!isDraft) refuseChanges(whole, spec);
  const { name, hypothesis, unitType, traffic, salt = experiment.salt } = spec;
  Object.assign(experiment, { name, hypothesis, unitType, traffic, salt });
  await saveChange(manager, experiment);
  const variants = isDraft ? await replaceVariants(manager, spec) : await rewordVariants(manager, whole, spec);
  return { whole: { experiment, variants }, changed: true };
}

export function saveChange(manager: EntityManager, experiment: Experiment): Promise<Experiment> {
  experiment.version += 1;
  return manager.save(experiment);
}

function refuseChanges(whole: Whole, spec: ExperimentSpec): void {
  const changes = behaviourChanges(whole, spec);
  if (changes.length === 0) return;
  const { key, status } = whole.experiment;
  const advice = `${key} is ${status}: what units get stays. Put it back, or stop the experiment and start another under a new key.`;
  throw new DomainError(
    'EXPERIMENT_STATE',
    { experiment: key, status, act: 'changed in what units get' },
    { problems: [...changes, { path: [], message: advice }] },
  );
}

async function replaceVariants(manager: EntityManager, spec: ExperimentSpec): Promise<Variant[]> {
  await manager.delete(Variant, { experimentKey: spec.key });
  return insertVariants(manager, spec);
}

async function insertVariants(
  manager: EntityManager,
  { key: experimentKey, variants }: ExperimentSpec,
): Promise<Variant[]> {
  const rows = variants.map(({ key, name, weight, isControl, config }, position) =>
    manager.create(Variant, {
      ...{ experimentKey, key, position, name, weight, isControl, written: config },
      ...{ executionStrategy: normalizeConfig(config).executionStrategy!, resolved: null, pins: null, arm: null },
    } as Partial<Variant>),
  );
  return manager.save(rows);
}

/** The lists have the same keys in the same order, and configs that mean the same. */
function rewordVariants(manager: EntityManager, { variants }: Whole, spec: ExperimentSpec): Promise<Variant[]> {
  const reworded = variants.map((variant, index) => {
    const { name, config: written } = spec.variants[index]!;
    return Object.assign(variant, { name, written });
  });
  return manager.save(reworded);
}
