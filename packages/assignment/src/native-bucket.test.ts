import { vectors } from '../vectors.json';
import { bucketOf, type Purpose, seedOf } from './native-bucket';

const named = vectors.map((vector) => [encodeURI(vector.salt), encodeURI(vector.unit), vector] as const);

test.each(named)('salt %s, unit %s', (_, __, { salt, unit, ...purposes }) => {
  expect(Object.keys(purposes)).toEqual(['traffic', 'variant', 'layer', 'holdout']);
  for (const [purpose, expected] of Object.entries(purposes) as [Purpose, (typeof purposes)[Purpose]][]) {
    expect(seedOf(salt, purpose)).toBe(expected.seed);
    expect(bucketOf(unit, expected.seed)).toBe(expected.bucket);
    expect(expected.bucket * 2 ** 32).toBe(expected.hash);
  }
});

test.each([
  ['a composed and a decomposed letter', 'Zo\u00eb', 'Zoe\u0308'],
  ['the Ångström sign and the letter', '\u212bngstro\u0308m', '\u00c5ngstr\u00f6m'],
  ['two orders of combining marks', 'e\u0302\u0323', 'e\u0323\u0302'],
  ['a Hangul syllable and its letters', '\ud55c', '\u1112\u1161\u11ab'],
])('%s are one unit', (_, one, other) => {
  expect(one).not.toBe(other);
  expect(bucketOf(one, 7)).toBe(bucketOf(other, 7));
});

test.each([
  ['upper and lower case', 'User', 'user'],
  ['a ligature and its letters, which only NFKC makes equal', '\ufb01', 'fi'],
  ['a space at the end', 'user ', 'user'],
])('%s are two units', (_, one, other) => expect(bucketOf(one, 7)).not.toBe(bucketOf(other, 7)));

test.each(['\ud800', 'user-\udc00', '\udc00\ud800', 'é\ud83d'])('%j is not Unicode text and is refused', (text) => {
  expect(() => bucketOf(text, 7)).toThrow(TypeError);
  expect(() => seedOf(text, 'traffic')).toThrow(TypeError);
});
