import { murmur3, murmur3Ascii } from '../murmur3';
import { type Bucketing, proportional } from './bucketing';

const strategySeed = 0;
const variantSeed = 86_028_157;

/**
 * Unleash's gradual rollout and variants (https://docs.getunleash.io/concepts/stickiness), with the salt as group id.
 *
 * A rollout counts whole percents, from 1 to 100. A variant is drawn from the sum of the weights, so that 1 : 1 and
 * 500 : 500, which is what Unleash stores, draw differently: take over its weights as they are. Weights that are not whole
 * are taken as shares and made thousandths, as Unleash's own are.
 */
export function unleash(salt: string, weights: readonly number[]): Bucketing {
  const whole = weights.every(Number.isInteger) ? weights : thousandths(weights);
  const total = whole.reduce((sum, weight) => sum + weight, 0);
  return {
    trafficBucket: (unit) => (unleashValue(salt, unit, 100, strategySeed) - 1) / 100,
    takesPart(traffic) {
      const percentage = Number((traffic * 100).toFixed(6)); // 0.29 * 100 is below 29
      return (bucket) => Math.round(bucket * 100) + 1 <= percentage;
    },
    variantBucket: (unit) => (unleashValue(salt, unit, total, variantSeed) - 1) / total,
    shares: proportional(whole),
  };
}

/** A number from 1 to `normalizer`. */
export function unleashValue(groupId: string, id: string, normalizer: number, seed: number): number {
  const text = `${groupId}:${id}`;
  return ((murmur3Ascii(text, seed) ?? murmur3(lowBytes(text), seed)) % normalizer) + 1;
}

/**
 * What Unleash's JavaScript SDKs hash: the lower byte of each UTF-16 code unit. SDKs of other languages hash UTF-8; the
 * two agree on ASCII.
 */
const lowBytes = (text: string): Uint8Array => Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

function thousandths(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.round((weight / total) * 1000));
}
