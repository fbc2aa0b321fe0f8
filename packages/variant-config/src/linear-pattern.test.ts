import fc from 'fast-check';
import { linearPattern } from './linear-pattern';

test.each([
  '^(a|a){40}b$',
  '^(a?){40}b$',
  '^(?:a?){50}a{50}$',
  `^${'(a|aa)'.repeat(28)}b$`,
  '^(a+)+b$',
  '^(a|a)*b$',
  'a*a*a*a*a*a*b',
])('%s ends, where backtracking would not', (pattern) =>
  expect(linearPattern(pattern).test('a'.repeat(45))).toBe(false),
);

test.each([
  ['^[A-Za-z]{2}-?[0-9]{6}$', 'NW-123456', 'NW-12345'],
  ['^(NW|EU)-\\d+$', 'EU-1', 'UK-1'],
  ['^\\(\\+\\d{2}\\) \\d+$', '(+49) 30', '+49 30'],
  ['^[^@]+@[^@]+$', 'a@b', 'ab'],
  ['^(?<name>\\w+)$', 'ana', 'a na'],
  ['^\\p{Lu}', 'Éa', 'éa'],
])('%s matches as JavaScript does', (pattern, yes, no) =>
  expect([yes, no].map((text) => linearPattern(pattern).test(text))).toEqual([true, false]),
);

test.each(['(a)\\1', '^(?!test)a', '(?<=a)b', '[', '(((a{100}){100}){100}){100}'])('%s is refused', (pattern) =>
  expect(() => linearPattern(pattern)).toThrow('error parsing regexp'),
);

test('on what both know, it says what JavaScript says', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a|b)', '(?:ab)');
  const piece = fc.tuple(atom, fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}')).map((parts) => parts.join(''));
  const pattern = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => `^${pieces.join('')}$`);
  const text = fc.array(fc.constantFrom('a', 'b', '1', 'c'), { maxLength: 8 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(pattern, text, (pattern, text) => linearPattern(pattern).test(text) === new RegExp(pattern).test(text)),
  );
});
