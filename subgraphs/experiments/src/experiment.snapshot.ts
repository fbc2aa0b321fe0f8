import type { ExperimentSnapshot, LayerRange } from '@trialogue/assignment';
import type { Heads, HoldoutBody, LayerBody } from '@trialogue/variant-config';
import { ExperimentStatus } from './experiment.entity';
import type { LayerClaim } from './experiment.rules';
import type { Whole } from './experiment.spec';

/**
 * What is published of an experiment that was started. An archived one is to units what one is that was stopped without
 * a winner: its results stay, nobody gets anything.
 *
 * @param heads what is published of the layers and holdouts that it names: they are all there, or it had not been started
 */
export function snapshotOf({ experiment, variants }: Whole, heads: Heads): ExperimentSnapshot {
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
    ...(rules.layers && { layers: rules.layers.map((claim) => layerRange(claim, heads)) }),
    ...(rules.holdouts && { holdouts: rules.holdouts.map((name) => heads.head<HoldoutBody>('holdout', name)!.body) }),
  };
}

function layerRange({ layer, from, to }: LayerClaim, heads: Heads): LayerRange {
  const { salt, bucketer } = heads.head<LayerBody>('layer', layer)!.body;
  return { layer, salt, from, to, ...(bucketer === 'GROWTHBOOK' && { bucketer: 'growthbook' as const }) };
}
