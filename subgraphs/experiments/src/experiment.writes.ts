import { DomainError } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { normalizeConfig } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { statedBy } from './change.difference';
import { type Author, recordChange } from './change.record';
import { Experiment, ExperimentStatus } from './experiment.entity';
import { behaviourChanges, type ExperimentSpec, isSame, type Whole } from './experiment.spec';
import { ExperimentAct, stateAfter } from './experiment.transitions';
import { Variant } from './variant.entity';
import { noStrategy } from './variant.plan';

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
  author: Author,
): Promise<Whole> {
  const experiment = manager.create(Experiment, {
    ...writtenOf(spec),
    ...{ key: spec.key, salt: spec.salt ?? salt, allocation: 1 },
    ...{ status: ExperimentStatus.DRAFT, winnerKey: null, releaseHash: null },
    ...{ createdAt: author.at, startedAt: null, stoppedAt: null, version: 0 },
  });
  await manager.save(experiment);
  const whole = { experiment, variants: await insertVariants(manager, spec) };
  await recordChange(manager, ExperimentAct.CREATE, author, whole);
  return whole;
}

/**
 * Brings an experiment to a spec: a draft in everything, another in its names. Throws EXPERIMENT_STATE, with each
 * difference as a problem, when what units get would change.
 */
export async function writeSpec(
  manager: EntityManager,
  whole: Whole,
  spec: ExperimentSpec,
  author: Author,
): Promise<{ whole: Whole; changed: boolean }> {
  if (isSame(whole, spec)) return { whole, changed: false };
  const { experiment } = whole;
  stateAfter(ExperimentAct.UPDATE, experiment);
  const isDraft = experiment.status === ExperimentStatus.DRAFT;
  if (!isDraft) refuseChanges(whole, spec);
  const before = statedBy(whole);
  Object.assign(experiment, writtenOf(spec), { salt: spec.salt ?? experiment.salt });
  const variants = isDraft ? await replaceVariants(manager, spec) : await renameVariants(manager, whole, spec);
  const changed = { experiment, variants };
  await recordChange(manager, ExperimentAct.UPDATE, author, changed, before);
  return { whole: changed, changed: true };
}

/** What a row takes over from a spec as it is. */
function writtenOf(spec: ExperimentSpec) {
  const { name, hypothesis, unitType, traffic, primaryMetric: primaryMetricKey, guardrails, sampleSize } = spec;
  return { name, hypothesis, unitType, traffic, primaryMetricKey, guardrailKeys: [...guardrails], sampleSize };
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
  const rows = variants.map(({ key, name, weight, isControl, config, value }, position) =>
    Object.assign(new Variant(), {
      ...{ experimentKey, key, position, name, weight, isControl, written: config, value },
      ...{ executionStrategy: strategyOf(config), resolved: null, pins: null, arm: null },
    }),
  );
  return manager.save(rows);
}

const strategyOf = (config: JsonObject | null): string =>
  config === null ? noStrategy : normalizeConfig(config).executionStrategy!;

/** The lists have the same keys in the same order. */
function renameVariants(manager: EntityManager, { variants }: Whole, spec: ExperimentSpec): Promise<Variant[]> {
  const renamed = variants.map((variant, index) => Object.assign(variant, { name: spec.variants[index]!.name }));
  return manager.save(renamed);
}
