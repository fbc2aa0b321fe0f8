import { unitTag } from './unit-tag';

test('a tag is 16 digits, the same for every Unicode form of a unit, another under another salt', () => {
  const tagOf = unitTag('checkout:1');
  expect(tagOf('Zo\u00eb')).toMatch(/^[0-9a-f]{16}$/);
  expect(tagOf('Zoe\u0308')).toBe(tagOf('Zo\u00eb'));
  expect(unitTag('checkout:2')('Zo\u00eb')).not.toBe(tagOf('Zo\u00eb'));
  const tags = Array.from({ length: 100_000 }, (_, index) => tagOf(`user-${index}`));
  expect(new Set(tags).size).toBe(tags.length);
});

test('it never changes: older clients compare with it', () =>
  expect(['qa-1', 'Zo\u00eb', ''].map(unitTag('checkout:1'))).toEqual([
    'e5c0fc5dec1957a9',
    'a50a2c46e03f7679',
    'a89db12bf65334a0',
  ]));
