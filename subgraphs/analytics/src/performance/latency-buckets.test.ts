import fc from 'fast-check';
import { latencyBucket, latencyQuantile } from './latency-buckets';

const durations = fc.array(fc.integer({ min: 1, max: 86_400_000 }), { minLength: 1, maxLength: 200 });
const bucketsOf = (all: readonly number[]) => all.map((ms) => ({ bucket: latencyBucket(ms), executions: 1 }));

test('a quantile is within 1 % of the one of the durations themselves', () => {
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.95, 1), (all, share) => {
      const exact = [...all].sort((a, b) => a - b)[Math.ceil(share * all.length) - 1]!;
      const estimate = latencyQuantile(bucketsOf(all), share)!;
      expect(Math.abs(estimate - exact) / exact).toBeLessThan(0.010_001);
    }),
  );
});

test.each([
  ['no executions have none', [], null],
  ['less than a millisecond is one', [0, 0.2, 1], 1],
])('%s', (_, all, expected) => {
  expect(latencyQuantile(bucketsOf(all), 0.5)).toBe(expected);
});

test('what takes longer than a day does not make new buckets', () => {
  expect(latencyBucket(1e15)).toBe(latencyBucket(86_400_000));
  expect(latencyBucket(86_400_000)).toBeLessThan(1_000);
});
