import { type ArmOutcomes, defineAllocator } from '@trialogue/plugin-api';
import { type Posterior, posteriorOf } from './posterior';

/** Random means between two moments in which others have their turn. */
const meansInARow = 10_000;
/** Of all variants together: more would take longer than an allocator has. */
const mostMeans = 1_000_000;

/**
 * Thompson sampling: each variant's weight is the probability that it is the best, given what its units have brought
 * (W. R. Thompson, Biometrika 25, 1933; as weights of an experiment: S. L. Scott, A modern Bayesian look at the
 * multi-armed bandit, Applied Stochastic Models in Business and Industry 26, 2010, section 3). The probability is counted
 * over draws from the posteriors of the means; its standard error is 0.5 / √draws at most.
 */
export const thompson = defineAllocator({
  name: 'thompson',
  version: '1',
  options: {
    type: 'object',
    properties: {
      model: {
        enum: ['beta', 'normal'],
        description:
          'Of the outcomes: beta, each is 0 or 1; normal, any number. Unless given, beta as long as all are 0 or 1',
      },
      draws: {
        type: 'integer',
        minimum: 1_000,
        maximum: 1_000_000,
        default: 20_000,
        description: 'Of each variant, at most 1,000,000 divided by their number',
      },
    },
    additionalProperties: false,
  },
  async allocate(arms, { options: { model, draws: wanted = 20_000 }, random, signal }) {
    const kind = model ?? (arms.every(isBinary) ? 'beta' : 'normal');
    const posteriors = arms.map((arm) => posteriorOf(arm, kind));
    // Of one of them nothing can be said yet: as good as any other.
    if (!posteriors.every((posterior) => posterior !== undefined))
      return Object.fromEntries(arms.map(({ variant }) => [variant, 1 / arms.length]));
    const draws = drawsOf(wanted, arms.length);
    const wins = await countWins(posteriors, draws, random, signal);
    return Object.fromEntries(arms.map(({ variant }, index) => [variant, wins[index]! / draws]));
  },
});

/** How often the mean of each is drawn. */
export const drawsOf = (wanted: number, variants: number): number => Math.min(wanted, Math.floor(mostMeans / variants));

/** Whether each unit's outcome was 0 or 1: only then is it its own square, but for numbers that add up so by accident. */
const isBinary = ({ units, sum, sumSquares }: ArmOutcomes): boolean =>
  sum === sumSquares && Number.isInteger(sum) && sum >= 0 && sum <= units;

/** How often each was the largest; equal ones share. */
async function countWins(
  posteriors: readonly Posterior[],
  draws: number,
  random: () => number,
  signal: AbortSignal,
): Promise<number[]> {
  const wins = posteriors.map(() => 0);
  const drawsInARow = Math.ceil(meansInARow / posteriors.length);
  for (let draw = 0; draw < draws; draw += 1) {
    if (draw % drawsInARow === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
    const drawn = posteriors.map((posterior) => posterior(random));
    const largest = Math.max(...drawn);
    const best = drawn.flatMap((value, index) => (value === largest ? [index] : []));
    for (const index of best) wins[index]! += 1 / best.length;
  }
  return wins;
}
