import { type Experiment, GrowthBookClient } from '@growthbook/growthbook';
import fc from 'fast-check';
import { assign } from '../assign';
import type { Assignable } from '../snapshot';
import { experiment, units } from '../testing/experiment';
import { bucketRanges, growthbookBucket, namespaceBucket, usableWeights } from './growthbook';

// Values of GrowthBook's SDK test file, packages/sdk-js/test/cases.json in github.com/growthbook/growthbook
test.each([
  ['', 'a', 1, 0.22],
  ['', 'b', 1, 0.077],
  ['b', 'a', 1, 0.946],
  ['ef', 'd', 1, 0.652],
  ['asdf', '8952klfjas09ujk', 1, 0.549],
  ['', '123', 1, 0.011],
  ['', '___)((*":&', 1, 0.563],
  ['seed', 'a', 2, 0.0505],
  ['seed', 'b', 2, 0.2696],
  ['foo', 'ab', 2, 0.2575],
  ['foo', 'def', 2, 0.2019],
  ['89123klj', '8952klfjas09ujkasdf', 2, 0.124],
  ['90850943850283058242805', '123', 2, 0.7516],
  ['()**(%$##$%#$#', '___)((*":&', 2, 0.0128],
] as const)('seed %j, value %j, version %d: bucket %d', (seed, value, version, bucket) =>
  expect(growthbookBucket(seed, version)(value)).toBe(bucket),
);

test.each([
  ['half each', 1, [0.5, 0.5], [0, 0.5, 0.5, 1]],
  ['reduced coverage', 0.5, [0.5, 0.5], [0, 0.25, 0.5, 0.75]],
  ['no coverage', 0, [0.5, 0.5], [0, 0, 0.5, 0.5]],
  ['coverage below 0', -0.2, [0.5, 0.5], [0, 0, 0.5, 0.5]],
  ['coverage above 1', 1.5, [0.5, 0.5], [0, 0.5, 0.5, 1]],
  ['four variations', 1, [0.25, 0.25, 0.25, 0.25], [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]],
  ['weights', 1, [0.2, 0.3, 0.5], [0, 0.2, 0.2, 0.5, 0.5, 1]],
  ['weights and coverage', 0.2, [0.2, 0.3, 0.5], [0, 0.04, 0.2, 0.26, 0.5, 0.6]],
  ['weights below 1', 1, [0.4, 0.1], [0, 0.5, 0.5, 1]],
  ['weights above 1', 1, [0.7, 0.6], [0, 0.5, 0.5, 1]],
  ['weights of almost 1', 1, [0.4, 0.5999], [0, 0.4, 0.4, 0.9999]],
  ['no weight at all', 1, [0, 0, 0, 0], [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]],
])('ranges: %s', (_, coverage, weights, bounds) => {
  const found = bucketRanges(coverage, usableWeights(weights)).flat();
  expect(found).toHaveLength(bounds.length);
  for (const [index, bound] of found.entries()) expect(bound).toBeCloseTo(bounds[index]!, 8);
});

test.each([
  ['1', 0.1, 1, true],
  ['1', 0, 0.1, false],
])('value %j in [%d, %d) of “namespace”: %p', (value, from, to, inside) => {
  const bucket = namespaceBucket('namespace')(value);
  expect(bucket >= from && bucket < to).toBe(inside);
});

describe('gives what GrowthBook’s own SDK gives', () => {
  // What it says of weights that it replaces
  beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
  afterAll(() => void jest.restoreAllMocks());
  const theirs = new GrowthBookClient();
  const compare = (ours: Assignable, unit: string, changes: Partial<Experiment<number>> = {}) => {
    const result = theirs.runInlineExperiment(
      {
        key: ours.key,
        seed: ours.salt,
        hashVersion: ours.bucketer === 'growthbook_v1' ? 1 : 2,
        variations: ours.variants.map((_, index) => index) as [number, number, ...number[]],
        weights: ours.variants.map(({ weight }) => weight),
        coverage: ours.traffic,
        ...changes,
      },
      { attributes: { id: unit } },
    );
    const { variant, inExperiment, bucket } = assign(ours, { unit });
    expect(inExperiment).toBe(result.inExperiment);
    expect(variant?.key).toBe(result.inExperiment ? ours.variants[result.variationId]!.key : undefined);
    if (result.inExperiment) expect(bucket).toBe(result.bucket);
  };

  const bucketer = fc.constantFrom('growthbook_v1' as const, 'growthbook_v2' as const);
  const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }));
  const anyUnit = fc.oneof(text, fc.uuid(), fc.nat().map(String));
  const shares = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 6 }).map((parts) =>
    parts.map(
      (part) =>
        part /
        Math.max(
          1,
          parts.reduce((sum, one) => sum + one, 0),
        ),
    ),
  );
  const anyWeights = fc.oneof(
    shares,
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 }),
  );
  const share = fc.oneof(fc.constantFrom(0, 0.1, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));

  test('for any seed, weights, coverage and unit', () =>
    fc.assert(
      fc.property(text, anyWeights, share, bucketer, fc.array(anyUnit, { minLength: 20, maxLength: 20 }), (...made) => {
        const [salt, weights, traffic, bucketer, them] = made;
        for (const unit of them) compare(experiment(weights, { salt, traffic, bucketer }), unit);
      }),
      { numRuns: 200 },
    ));

  test('in any namespace', () =>
    fc.assert(
      fc.property(text, share, share, bucketer, fc.array(anyUnit, { minLength: 20, maxLength: 20 }), (...made) => {
        const [id, from, to, bucketer, them] = made;
        const layers = [{ layer: 'any', salt: id, from, to, bucketer: 'growthbook' as const }];
        const snapshot = experiment([0.5, 0.5], { bucketer, layers });
        for (const unit of them) compare(snapshot, unit, { namespace: [id, from, to] });
      }),
    ));

  test('for units as products number them', () => {
    for (const bucketer of ['growthbook_v1', 'growthbook_v2'] as const) {
      const snapshot = experiment([0.2, 0.3, 0.5], { bucketer, traffic: 0.8 });
      for (const unit of units(5000)) compare(snapshot, unit);
    }
  });
});
