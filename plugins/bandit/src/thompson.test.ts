import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ArmOutcomes } from '@trialogue/plugin-api';
import plugin from './index';
import { drawsOf, thompson } from './thompson';
import { betaVariate, gammaVariate, normalVariate, studentVariate } from './variates';

interface Reference {
  readonly model: 'beta' | 'normal';
  readonly arms: readonly (readonly number[])[];
  readonly best: readonly number[];
}

/** By scipy 1.17.1: `testing/reference.py`. */
const references: readonly Reference[] = JSON.parse(
  readFileSync(path.join(__dirname, 'testing/reference.json'), 'utf8'),
);

/** SplitMix32 (Guy Steele and others, 2014, in 32 bits). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

const arm = (variant: string, units: number, sum: number, sumSquares = sum): ArmOutcomes => ({
  ...{ variant, weight: 0.5, units, sum, sumSquares },
});
const allocate = (
  arms: readonly ArmOutcomes[],
  options: object = {},
  seed = 1,
  signal = new AbortController().signal,
) => thompson.allocate(arms, { options, random: seeded(seed), signal });

test.each(references)(
  'each weight is the probability of being the best: $model $arms',
  async ({ model, arms, best }) => {
    const draws = 40_000;
    const given = arms.map(([units, sum, squares], index) => arm(`v${index}`, units!, sum!, squares));
    const weights = await allocate(given, { model, draws });
    const fourErrors = (4 * 0.5) / Math.sqrt(draws);
    for (const [index, expected] of best.entries())
      expect(Math.abs(weights[`v${index}`]! - expected)).toBeLessThan(fourErrors);
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  },
);

test('the same numbers give the same weights, others hardly others', async () => {
  const arms = [arm('a', 100, 10), arm('b', 100, 14)];
  const weights = await allocate(arms);
  expect(await allocate(arms)).toEqual(weights);
  const other = await allocate(arms, {}, 2);
  expect(other).not.toEqual(weights);
  expect(Math.abs(other.a! - weights.a!)).toBeLessThan(0.02);
});

test('without a model it is beta as long as all outcomes are 0 or 1', async () => {
  const binary = [arm('a', 40, 4), arm('b', 50, 9)];
  expect(await allocate(binary)).toEqual(await allocate(binary, { model: 'beta' }));
  const valued = [arm('a', 40, 4), arm('b', 50, 9, 20)];
  expect(await allocate(valued)).toEqual(await allocate(valued, { model: 'normal' }));
  expect(await allocate(valued)).not.toEqual(await allocate(valued, { model: 'beta' }));
});

test('of numbers of which there are too few, or that are all the same', async () => {
  expect(await allocate([arm('a', 1, 5, 25), arm('b', 90, 1, 3)], { model: 'normal' })).toEqual({ a: 0.5, b: 0.5 });
  const same = [arm('a', 10, 20, 40), arm('b', 10, 20, 40), arm('c', 10, 10, 10)];
  expect(await allocate(same, { model: 'normal', draws: 1_000 })).toEqual({ a: 0.5, b: 0.5, c: 0 });
});

test.each([
  [20_000, 50, 20_000],
  [1_000_000, 1, 1_000_000],
  [1_000_000, 50, 20_000],
  [1_000_000, 3, 333_333],
])('%d draws of %d variants are %d: what its time allows', (wanted, variants, draws) => {
  expect(drawsOf(wanted, variants)).toBe(draws);
});

test('fifty variants let others have their turn, and an abort ends it', async () => {
  const arms = Array.from({ length: 50 }, (_, index) => arm(`v${index}`, 1_000, 100 + index));
  const controller = new AbortController();
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
    controller.abort(new Error('enough'));
  }, 0);
  await expect(allocate(arms, { draws: 1_000_000 }, 1, controller.signal)).rejects.toThrow('enough');
  clearInterval(turning);
  expect(turns).toBeGreaterThan(0);
});

test('the plugin brings the allocator and nothing else', async () => {
  expect(await plugin.setup({}, {} as never)).toEqual({ allocators: [thompson] });
});

test.each<[string, (random: () => number) => number, number, number]>([
  ['normal', normalVariate, 0, 1],
  ['gamma of 0.5', (random) => gammaVariate(random, 0.5), 0.5, 0.5],
  ['gamma of 7', (random) => gammaVariate(random, 7), 7, 7],
  ['beta of 2 and 5', (random) => betaVariate(random, 2, 5), 2 / 7, 10 / (49 * 8)],
  ['Student’s t of 9', (random) => studentVariate(random, 9), 0, 9 / 7],
])('mean and variance of the %s', (_, draw, mean, variance) => {
  const random = seeded(3);
  const values = Array.from({ length: 40_000 }, () => draw(random));
  const found = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + (value - found) ** 2, 0) / (values.length - 1);
  expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / values.length));
  expect(Math.abs(spread / variance - 1)).toBeLessThan(0.08);
});
