import type { Json } from '@trialogue/assignment';
import type { ExperimentDefinition } from '../definitions/definition';

type Snapshot = ExperimentDefinition['snapshot'];

let releases = 0;

/** A running experiment, each time as another release: the given values, with equal weights, are its variants a, b, c, … */
export const definition = (
  key: string,
  values: readonly (Json | undefined)[],
  changes: Partial<Snapshot> = {},
): ExperimentDefinition => ({
  key,
  release: `release-${++releases}`,
  snapshot: {
    key,
    unitType: 'user',
    status: 'RUNNING',
    salt: `${key}:1`,
    allocation: 1,
    traffic: 1,
    variants: values.map((value, index) => ({
      key: String.fromCharCode(97 + index),
      weight: 1,
      isControl: index === 0,
      executionStrategy: 'none',
      arm: `arm-${index}`,
      ...(value !== undefined && { value }),
    })),
    ...changes,
  },
});
