import { assign } from './assign';
import { bucketOf, type Purpose, seedOf } from './native-bucket';
import { chiSquared, chiSquared999 } from './testing/chi-squared';
import { experiment, units } from './testing/experiment';

const { floor } = Math;

const everybody = units(200_000);

test.each(['traffic', 'variant'] as const)('buckets of %s are uniform', (purpose) => {
  const counts = new Uint32Array(256);
  const seed = seedOf('meal_plan:1', purpose);
  for (const unit of everybody) counts[floor(bucketOf(unit, seed) * 256)]!++;
  expect(chiSquared(counts, () => everybody.length / 256)).toBeLessThan(chiSquared999[255]);
});

test.each([[[1, 1]], [[90, 10]], [[0.5, 0.3, 0.15, 0.05]], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]])(
  'variants are given by their weights %j',
  (weights) => {
    const snapshot = experiment(weights);
    const counts = new Map(snapshot.variants.map(({ key }) => [key, 0]));
    for (const unit of everybody) {
      const { key } = assign(snapshot, { unit }).variant!;
      counts.set(key, counts.get(key)! + 1);
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const statistic = chiSquared([...counts.values()], (index) => (everybody.length * weights[index]!) / total);
    expect(statistic).toBeLessThan(chiSquared999[(weights.length - 1) as 1 | 3 | 9]);
  },
);

test('each of a thousand experiments splits its units evenly, taken together', () => {
  const some = everybody.slice(0, 10_000);
  let statistic = 0;
  for (let index = 0; index < 1000; index++) {
    const seed = seedOf(`experiment-${index}`, 'variant');
    const counts = new Uint32Array(4);
    for (const unit of some) counts[floor(bucketOf(unit, seed) * 4)]!++;
    statistic += chiSquared(counts, () => some.length / 4);
  }
  expect(statistic).toBeLessThan(chiSquared999[3000]);
});

/**
 * With ±1 for the halves of a bucket, √n times the mean product of two independent experiments is standard normal, and
 * the products of different pairs are uncorrelated: the squares of all pairs sum to chi-squared, one degree each.
 */
const dependence = (sides: readonly Int8Array[]): number => {
  let statistic = 0;
  for (let one = 0; one < sides.length; one++)
    for (let other = 0; other < one; other++) {
      let product = 0;
      for (let unit = 0; unit < sides[one]!.length; unit++) product += sides[one]![unit]! * sides[other]![unit]!;
      statistic += product ** 2 / sides[one]!.length;
    }
  return statistic;
};
const sidesOf = (salt: string, purpose: Purpose, who: readonly string[]): Int8Array => {
  const seed = seedOf(salt, purpose);
  return Int8Array.from(who, (unit) => (bucketOf(unit, seed) < 0.5 ? -1 : 1));
};

test('forty experiments at once, all 780 pairs: what a unit gets in one says nothing about another', () => {
  const some = everybody.slice(0, 20_000);
  const sides = Array.from({ length: 40 }, (_, index) => sidesOf(`experiment-${index}`, 'variant', some));
  expect(dependence(sides)).toBeLessThan(chiSquared999[780]);
});

test('whether a unit takes part says nothing about what it gets', () =>
  expect(
    dependence([sidesOf('meal_plan:1', 'traffic', everybody), sidesOf('meal_plan:1', 'variant', everybody)]),
  ).toBeLessThan(chiSquared999[1]));

test('layers, holdouts, traffic and variant, ten of each, all 780 pairs: none says anything about another', () => {
  const some = everybody.slice(0, 20_000);
  const purposes: Purpose[] = ['layer', 'holdout', 'traffic', 'variant'];
  const sides = purposes.flatMap((purpose) =>
    Array.from({ length: 10 }, (_, index) => sidesOf(`checkout:${index}`, purpose, some)),
  );
  expect(dependence(sides)).toBeLessThan(chiSquared999[780]);
});

test('these tests can fail: two experiments of the same salt depend on each other wholly', () => {
  const side = sidesOf('meal_plan:1', 'variant', everybody);
  expect(dependence([side, side])).toBe(everybody.length);
});

test('the split within 10 % traffic is that of the weights', () => {
  const snapshot = experiment([1, 1], { traffic: 0.1 });
  const counts: Record<string, number> = { a: 0, b: 0, none: 0 };
  for (const unit of everybody) counts[assign(snapshot, { unit }).variant?.key ?? 'none']!++;
  const { a, b, none } = counts as { a: number; b: number; none: number };
  expect(chiSquared([a, b], () => (a + b) / 2)).toBeLessThan(chiSquared999[1]);
  expect(chiSquared([a + b, none], (index) => everybody.length * [0.1, 0.9][index]!)).toBeLessThan(chiSquared999[1]);
});

test('a ramp from 10 % to 50 % traffic moves no unit between variants and loses none', () => {
  const before = experiment([1, 1, 2], { traffic: 0.1 });
  const after = experiment([1, 1, 2], { traffic: 0.5, allocation: 2 });
  let joined = 0;
  for (const unit of everybody) {
    const earlier = assign(before, { unit }).variant?.key;
    const later = assign(after, { unit }).variant?.key;
    if (earlier !== undefined && later !== earlier) throw new Error(`${unit} moved from ${earlier} to ${later}`);
    if (earlier === undefined && later !== undefined) joined++;
  }
  expect(joined / everybody.length).toBeCloseTo(0.4, 2);
});

test('the same unit gets the same, from one snapshot and from a copy of it', () => {
  const snapshot = experiment([1, 1]);
  const copy = structuredClone(snapshot);
  for (const unit of everybody.slice(0, 1000)) {
    expect(assign(snapshot, { unit })).toEqual(assign(copy, { unit }));
    expect(assign(snapshot, { unit })).toEqual(assign(snapshot, { unit }));
  }
});
