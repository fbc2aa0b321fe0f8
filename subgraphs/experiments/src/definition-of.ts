import type { Assignable, ExperimentSnapshot } from '@trialogue/assignment';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Release } from '@trialogue/store';
import type { ExperimentDefinition } from './definitions';

/** Made once for each body, whoever asks: bodies never change. */
const made = new WeakMap<ExperimentSnapshot, ExperimentDefinition>();

export function definitionOf({ key, hash, body }: Release<ExperimentSnapshot>): ExperimentDefinition {
  const known = made.get(body);
  if (known) return known;
  const isFlag = body.variants.some(({ value }) => value !== undefined);
  const definition = { key, release: hash, isFlag, snapshot: withoutConfigs(body) as unknown as JsonObject };
  made.set(body, definition);
  return definition;
}

/** What a variant executes is no business of whoever only assigns. */
function withoutConfigs(snapshot: Assignable): Assignable {
  const variants = snapshot.variants.map((variant) => {
    const { config: _config, pins: _pins, ...rest } = variant as ExperimentSnapshot['variants'][number];
    return rest;
  });
  const prerequisites = snapshot.prerequisites?.map(({ experiment, ...rest }) => ({
    ...rest,
    experiment: withoutConfigs(experiment),
  }));
  return { ...snapshot, variants, ...(prerequisites && { prerequisites }) };
}
