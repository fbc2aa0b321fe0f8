import type { ArmOutcomes } from '@trialogue/plugin-api';
import { betaVariate, studentVariate } from './variates';

/** Draws a mean that the outcomes speak for. */
export type Posterior = (random: () => number) => number;

/**
 * The posterior of an arm's mean outcome. `beta`: of outcomes that are 0 or 1, under a uniform prior, Beta(1 + sum,
 * 1 + units − sum). `normal`: of numbers of unknown mean and variance, under the prior 1/σ²: mean + t · s/√n, with n − 1
 * degrees of freedom (Gelman and others, Bayesian Data Analysis, 3rd edition, section 3.2).
 *
 * @returns undefined where nothing can be said: of fewer than two numbers
 */
export function posteriorOf(
  { units, sum, sumSquares }: Pick<ArmOutcomes, 'units' | 'sum' | 'sumSquares'>,
  model: 'beta' | 'normal',
): Posterior | undefined {
  if (model === 'beta') {
    const successes = Math.min(Math.max(sum, 0), units);
    return (random) => betaVariate(random, 1 + successes, 1 + units - successes);
  }
  if (units < 2) return undefined;
  const mean = sum / units;
  const variance = Math.max(0, sumSquares - sum * mean) / (units - 1);
  const error = Math.sqrt(variance / units);
  return (random) => mean + error * studentVariate(random, units - 1);
}
