import { Circuits } from './circuit';

test('it opens after three failures in a row, for 30 s, then lets one try', () => {
  let now = 0;
  const circuits = new Circuits(() => now);
  for (const isOpen of [false, false, false, true]) {
    expect(circuits.isOpen('m')).toBe(isOpen);
    circuits.failed('m');
  }
  expect(circuits.isOpen('other')).toBe(false);
  now = 29_999;
  expect(circuits.isOpen('m')).toBe(true);
  now = 30_000;
  expect([circuits.isOpen('m'), circuits.isOpen('m')]).toEqual([false, true]);
  circuits.failed('m');
  expect(circuits.isOpen('m')).toBe(true);
  now = 60_000;
  expect(circuits.isOpen('m')).toBe(false);
  circuits.answered('m');
  circuits.failed('m');
  expect(circuits.isOpen('m')).toBe(false);
});
