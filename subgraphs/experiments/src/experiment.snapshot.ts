import type { ExperimentSnapshot, LayerRange, Prerequisite, Targeting } from '@trialogue/assignment';
import { compileTargeting, type DeclaredAttributes } from '@trialogue/targeting';
import type { Heads, HoldoutBody, LayerBody } from '@trialogue/variant-config';
import { allocatorSnapshot } from './experiment.allocator';
import { ExperimentStatus } from './experiment.entity';
import type { LayerClaim, Override } from './experiment.rules';
import type { Whole } from './experiment.spec';

/**
 * What is published of an experiment that was started. An archived one is to units what one is that was stopped without
 * a winner: its results stay, nobody gets anything.
 *
 * @param heads what is published of the layers and holdouts that it names: they are all there, or it had not been started
 * @param prerequisites the experiments that it asks for, as they are published
 */
export function snapshotOf(
  { experiment, variants }: Whole,
  heads: Heads,
  prerequisites: readonly Prerequisite[],
): ExperimentSnapshot {
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
    ...(rules.bucketer && { bucketer: rules.bucketer }),
    ...(rules.targeting !== undefined && { targeting: compiled(rules.targeting, rules.attributes) }),
    ...(rules.layers && { layers: rules.layers.map((claim) => layerRange(claim, heads)) }),
    ...(rules.holdouts && { holdouts: rules.holdouts.map((name) => heads.head<HoldoutBody>('holdout', name)!.body) }),
    ...(prerequisites.length > 0 && { prerequisites }),
    ...(rules.overrides && { overrides: overridesOf(rules.overrides) }),
    ...(rules.sticky && { sticky: rules.sticky }),
    ...(rules.whilePaused && { whilePaused: rules.whilePaused }),
    ...(rules.startsAt && { startsAt: rules.startsAt }),
    ...(rules.endsAt && { endsAt: rules.endsAt }),
    ...(rules.ramp && { ramp: rules.ramp }),
    ...allocatorSnapshot(rules),
  };
}

function compiled(source: string, attributes: DeclaredAttributes = {}): Targeting {
  const { targeting, problems } = compileTargeting(source, attributes);
  if (targeting) return targeting;
  throw new Error(`A targeting that was let in does not compile: ${problems[0]!.message}`);
}

const overridesOf = (overrides: readonly Override[]) =>
  Object.fromEntries(overrides.flatMap(({ variant, units }) => units.map((unit) => [unit, variant])));

function layerRange({ layer, from, to }: LayerClaim, heads: Heads): LayerRange {
  const { salt, bucketer } = heads.head<LayerBody>('layer', layer)!.body;
  return { layer, salt, from, to, ...(bucketer === 'GROWTHBOOK' && { bucketer: 'growthbook' as const }) };
}
