import type { JsonObject } from '@trialogue/plugin-api';
import { writeRow } from '@trialogue/subgraph';
import { normalizeConfig } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { type Author, recordChange } from './change.record';
import { Experiment, ExperimentStatus } from './experiment.entity';
import type { ExperimentSpec, Whole } from './experiment.spec';
import { ExperimentAct } from './experiment.transitions';
import { Variant } from './variant.entity';
import { noStrategy } from './variant.plan';

/** What is written within a change; the caller holds the lock. */
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
    ...{ key: spec.key, salt: spec.salt ?? salt, allocation: spec.allocation ?? 1 },
    ...{ status: ExperimentStatus.DRAFT, winnerKey: null, releaseHash: null },
    ...{ createdAt: author.at, startedAt: null, stoppedAt: null, version: 0 },
  });
  await writeRow(manager, experiment);
  const whole = { experiment, variants: await insertVariants(manager, spec) };
  await recordChange(manager, ExperimentAct.CREATE, author, whole);
  return whole;
}

/** Brings a draft to a spec, in everything. The caller saves the experiment. */
export async function rewriteDraft(
  manager: EntityManager,
  { experiment }: Whole,
  spec: ExperimentSpec,
): Promise<Whole> {
  const { salt = experiment.salt, allocation = experiment.allocation } = spec;
  Object.assign(experiment, writtenOf(spec), { salt, allocation });
  await manager.delete(Variant, { experimentKey: spec.key });
  return { experiment, variants: await insertVariants(manager, spec) };
}

/**
 * Brings an experiment that was started to a spec whose variants are the same, in the same order, and run the same. The
 * caller saves the experiment.
 */
export async function rewriteStarted(
  manager: EntityManager,
  { experiment, variants }: Whole,
  spec: ExperimentSpec,
  allocation: number,
): Promise<Whole> {
  Object.assign(experiment, writtenOf(spec), { salt: spec.salt ?? experiment.salt, allocation });
  const rewritten = variants.map((variant, index) => {
    const { name, weight, config: written } = spec.variants[index]!;
    return Object.assign(variant, { name, weight, written });
  });
  for (const variant of rewritten) await writeRow(manager, variant);
  return { experiment, variants: rewritten };
}

/** What a row takes over from a spec as it is. */
function writtenOf(spec: ExperimentSpec) {
  const { name, hypothesis, unitType, traffic, rules, primaryMetric: primaryMetricKey, guardrails, sampleSize } = spec;
  return { name, hypothesis, unitType, traffic, rules, primaryMetricKey, guardrailKeys: [...guardrails], sampleSize };
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
