import fc from 'fast-check';
import { x86 } from 'murmurhash3js';
import { assign } from '../assign';
import { experiment } from '../testing/experiment';
import { unleashValue } from './unleash';

test('any text hashes as with the library that Unleash’s JavaScript SDKs use', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.uuid());
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 2000 }), fc.constantFrom(0, 86028157), (group, id, total, seed) =>
      expect(unleashValue(group, id, total, seed)).toBe((x86.hash32(`${group}:${id}`, seed) % total) + 1),
    ),
    { numRuns: 2000 },
  );
});

test.each([
  [0.29, 29],
  [0.07, 7],
  [0.56, 56],
  [0.005, 0],
  [1, 100],
])('traffic %d lets in the first %d of a hundred', (traffic, count) => {
  const seen = new Set<number>();
  for (let index = 0; index < 1500; index++) {
    const unit = String(index);
    const value = unleashValue('group', unit, 100, 0);
    seen.add(value);
    const snapshot = experiment([1], { bucketer: 'unleash', salt: 'group', traffic });
    expect(assign(snapshot, { unit }).inExperiment).toBe(value <= count);
  }
  expect(seen.size).toBe(100);
});

test('weights that are not whole are shares, in thousandths', () => {
  const unitsOf = (weights: number[]) => {
    const snapshot = experiment(weights, { bucketer: 'unleash' });
    return Array.from({ length: 500 }, (_, index) => assign(snapshot, { unit: `u${index}` }).variant!.key).join('');
  };
  expect(unitsOf([0.25, 0.75])).toBe(unitsOf([250, 750]));
  expect(unitsOf([1, 3])).not.toBe(unitsOf([250, 750]));
});
