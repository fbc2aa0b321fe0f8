import { RecentKeys } from './recent-keys';

test('knows the keys that were touched last, and no more of them than it may', () => {
  const keys = new RecentKeys(3);
  expect(['a', 'b', 'c', 'a'].map((key) => keys.touch(key))).toEqual([false, false, false, true]);
  expect(keys.touch('d')).toBe(false);
  expect(keys.touch('b')).toBe(false); // it was the oldest
  expect(keys.size).toBe(3);
  keys.forget('a');
  expect(keys.touch('a')).toBe(false);
  for (let index = 0; index < 10_000; index++) keys.touch(`key-${index}`);
  expect(keys.size).toBe(3);
});
