import { murmur3 } from '../murmur3';
import { type Bucketing, outside, proportional, sum } from './bucketing';

const strategySeed = 0;
const variantSeed = 86_028_157;

/**
 * Unleash's gradual rollout and variants (https://docs.getunleash.io/concepts/stickiness), with the salt as group id.
 *
 * A rollout counts whole percents, from 1 to 100. A variant is drawn from the sum of the weights, so that 1 : 1 and
 * 500 : 500, which is what Unleash stores, draw differently: take over its weights as they are. Weights that are not whole
 * are taken as shares and made thousandths, as Unleash's own are. An empty text is a missing id, which takes no part.
 */
export function unleash(salt: string, weights: readonly number[]): Bucketing {
  const whole = weights.every(Number.isInteger)
    ? weights
    : weights.map((weight) => Math.round((weight / sum(weights)) * 1000));
  const total = sum(whole);
  return {
    traffic: (unit) => (unit ? (unleashValue(salt, unit, 100, strategySeed) - 1) / 100 : outside),
    takesPart(share) {
      const percentage = +(share * 100).toFixed(6); // 0.29 * 100 is below 29
      return (bucket) => Math.round(bucket * 100) + 1 <= percentage;
    },
    variant: (unit) => (unleashValue(salt, unit, total, variantSeed) - 1) / total,
    shares: proportional(whole),
  };
}

/**
 * A number from 1 to `normalizer`. As in Unleash's JavaScript SDKs, of each UTF-16 code unit the lower byte is hashed. SDKs
 * of other languages hash UTF-8; the two agree on ASCII.
 */
export const unleashValue = (groupId: string, id: string, normalizer: number, seed: number): number =>
  (murmur3(`${groupId}:${id}`, seed) % normalizer) + 1;
