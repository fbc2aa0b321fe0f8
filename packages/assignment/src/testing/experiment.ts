import type { ExperimentSnapshot } from '../snapshot';

/** A running experiment with the given weights; its variants are called a, b, c, … and a is the control. */
export function experiment(
  weights: readonly number[],
  changes: Partial<Omit<ExperimentSnapshot, 'variants'>> = {},
): ExperimentSnapshot {
  return {
    key: 'meal_plan',
    unitType: 'user',
    status: 'RUNNING',
    salt: 'meal_plan:1',
    allocation: 1,
    traffic: 1,
    variants: weights.map((weight, index) => ({
      key: String.fromCharCode(97 + index),
      weight,
      isControl: index === 0,
      executionStrategy: 'prompt_template',
      config: {},
      pins: {},
      arm: '',
    })),
    ...changes,
  };
}

/** Units as products number them: consecutive, so a hash has the least to work with. */
export const units = (count: number): string[] => Array.from({ length: count }, (_, index) => `user-${index}`);
