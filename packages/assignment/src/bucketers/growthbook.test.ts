import { type Experiment, GrowthBookClient } from '@growthbook/growthbook';
import fc from 'fast-check';
import { assign } from '../assign';
import type { Assignable } from '../snapshot';
import { experiment, units } from '../testing/experiment';
import { bucketRanges, usableWeights } from './growthbook';

test.each([
  ['four variations', 1, [0.25, 0.25, 0.25, 0.25], [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]],
  ['no weight at all', 1, [0, 0, 0, 0], [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]],
  ['weights above 1 by a hundredth', 1, [0.5, 0.51], [0, 0.5, 0.5, 1.01]],
])('ranges: %s', (_, coverage, weights, bounds) => {
  const found = bucketRanges(coverage, usableWeights(weights)).flat();
  expect(found).toHaveLength(bounds.length);
  for (const [index, bound] of found.entries()) expect(bound).toBeCloseTo(bounds[index]!, 8);
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
  const coverage = fc.oneof(share, fc.double({ min: -1, max: 2, noNaN: true }));

  test('for any seed, weights, coverage and unit', () =>
    fc.assert(
      fc.property(
        text,
        anyWeights,
        coverage,
        bucketer,
        fc.array(anyUnit, { minLength: 20, maxLength: 20 }),
        (...made) => {
          const [salt, weights, traffic, bucketer, them] = made;
          for (const unit of them) compare(experiment(weights, { salt, traffic, bucketer }), unit);
        },
      ),
      { numRuns: 100 },
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
