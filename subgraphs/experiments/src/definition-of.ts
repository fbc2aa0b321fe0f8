import type { Assignable, ExperimentSnapshot } from '@trialogue/assignment';
import { unitTag } from '@trialogue/assignment/unit-tag';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Release } from '@trialogue/store';
import type { ExperimentDefinition } from './definitions';

/** Made once for each body, for those who see units and for those who do not: bodies never change. */
const made = {
  shown: new WeakMap<object, ExperimentDefinition>(),
  hidden: new WeakMap<object, ExperimentDefinition>(),
};

/** @param showsUnits whether the units that overrides name are for the caller to see */
export function definitionOf(
  { key, hash, body }: Release<ExperimentSnapshot>,
  showsUnits: boolean,
): ExperimentDefinition {
  const cache = showsUnits ? made.shown : made.hidden;
  const known = cache.get(body);
  if (known) return known;
  const isFlag = body.variants.some(({ value }) => value !== undefined);
  const snapshot = forAssigning(body, showsUnits) as unknown as JsonObject;
  const definition = { key, release: hash, isFlag, snapshot };
  cache.set(body, definition);
  return definition;
}

/** What a variant executes, or who chooses weights, is no business of whoever only assigns, nor are the units that others name. */
function forAssigning(snapshot: Assignable, showsUnits: boolean): Assignable {
  const { overrides, allocator: _, ...rest } = snapshot as ExperimentSnapshot;
  const variants = snapshot.variants.map((variant) => {
    const { config: _config, pins: _pins, ...others } = variant as ExperimentSnapshot['variants'][number];
    return others;
  });
  const prerequisites = snapshot.prerequisites?.map(({ experiment, ...one }) => ({
    ...one,
    experiment: forAssigning(experiment, showsUnits),
  }));
  return {
    ...rest,
    variants,
    ...(prerequisites && { prerequisites }),
    ...(overrides && (showsUnits ? { overrides } : { taggedOverrides: tagged(snapshot.salt, overrides) })),
  };
}

function tagged(salt: string, overrides: { readonly [unit: string]: string }): { readonly [tag: string]: string } {
  const tagOf = unitTag(salt);
  return Object.fromEntries(Object.entries(overrides).map(([unit, variant]) => [tagOf(unit), variant]));
}
