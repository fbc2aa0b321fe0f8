import type { Json } from '@trialogue/plugin-api';
import fc from 'fast-check';
import { PartialObject } from './partial-object';

const partials = (...pieces: string[]) => {
  const object = new PartialObject();
  return [...pieces.map((piece) => object.take(piece)), object.end()];
};

test('an object grows with the answer', () => {
  expect(partials('{"dish": "So', 'up", "for"', ': 1', '2, "vegan": tr', 'ue}')).toEqual([
    { dish: 'So' },
    { dish: 'Soup' },
    undefined, // a number that may go on
    { dish: 'Soup', for: 12 },
    { dish: 'Soup', for: 12, vegan: true },
    undefined,
  ]);
});

test.each([
  ['a fence', ['```json\n', '{"a": "b"', '}\n```']],
  ['no fence', ['  ', '{"a": "b"', '}']],
])('in %s', (_, pieces) => {
  expect(partials(...pieces)).toEqual([undefined, { a: 'b' }, undefined, undefined]);
});

test.each([
  ['words', ['Here you', ' are: {"a": 1}']],
  ['a list', ['[1, ', '2]']],
  ['nothing', ['']],
])('%s: there is no object', (_, pieces) => {
  expect(partials(...pieces).every((partial) => partial === undefined)).toBe(true);
});

test('what comes in the middle of an escape is left out till it is whole', () => {
  expect(partials('{"a": "x\\', 'u00', 'e9"}')).toEqual([{ a: 'x' }, undefined, { a: 'xé' }, undefined]);
});

test('an answer that is nested as deep as it is long does no harm', () => {
  expect(() => partials('{"a":'.repeat(12_000), '1')).not.toThrow();
});

test('of a long answer no more than 64 KiB are read, and not at each piece', () => {
  const object = new PartialObject();
  let given = object.take('{"text": "') ? 1 : 0;
  for (let index = 0; index < 20_000; index += 1) if (object.take('word ')) given += 1;
  expect(given).toBeGreaterThan(100);
  expect(given).toBeLessThan(1_000);
  expect(object.end()).toBeUndefined();
});

/** Whether the whole may have looked so before it was whole. */
function isPartOf(part: Json, whole: Json): boolean {
  if (typeof part === 'string' && typeof whole === 'string') return whole.startsWith(part);
  if (Array.isArray(part) && Array.isArray(whole))
    return part.length <= whole.length && part.every((item, index) => isPartOf(item, whole[index]!));
  if (isObject(part) && isObject(whole))
    return Object.entries(part).every(([key, value]) => Object.hasOwn(whole, key) && isPartOf(value, whole[key]!));
  return Object.is(part, whole);
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

test('however an object is cut into pieces, what is given is always part of it, grows, and ends as the whole', () => {
  const whole = fc
    .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }))
    .map((value) => JSON.parse(JSON.stringify(value)))
    .filter((value) => !JSON.stringify(value).includes('"__proto__"'));
  fc.assert(
    fc.property(whole, fc.array(fc.nat(), { maxLength: 20 }), fc.constantFrom(0, 2), (value, cuts, indent) => {
      const text = JSON.stringify(value, null, indent);
      const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((one, other) => one - other), text.length];
      const given = partials(...at.slice(1).map((end, index) => text.slice(at[index], end)));
      const shown = given.flatMap((partial) => (partial === undefined ? [] : [partial]));
      for (const [index, partial] of shown.entries()) expect(isPartOf(partial, shown[index + 1] ?? value)).toBe(true);
      expect(shown.at(-1)).toEqual(value);
    }),
  );
});
