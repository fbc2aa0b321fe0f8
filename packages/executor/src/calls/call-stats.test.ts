import { CallStats } from './call-stats';

const after = (...ms: number[]) => {
  const stats = new CallStats();
  for (const one of ms) stats.ended(one, one > 100);
  return stats;
};

test.each([
  [[], undefined],
  [[7], 7],
  [[1, 2, 3.26], 3.3],
  [Array.from({ length: 100 }, (_, index) => 100 - index), 99],
  [Array.from({ length: 3_000 }, (_, index) => index), 2_989],
])('the 99th percentile of %j is %j: of the last 1,000', (ms, p99) => {
  expect(CallStats.p99Ms([after(...ms)])).toBe(p99);
});

test('of several it is that of all their calls', () => {
  const all = [after(1, 2), after(200)];
  expect(CallStats.p99Ms(all)).toBe(200);
  expect(all.map(({ calls, failures }) => [calls, failures])).toEqual([
    [2, 0],
    [1, 1],
  ]);
});
