import { readNumber } from './read-number';

test.each<[text: string, number: number]>([
  ['4', 4],
  [' 4. ', 4],
  ['-2.5', -2.5],
  ['−2,5', -2.5],
  ['+7', 7],
  ['.5', 0.5],
  ['0.125', 0.125],
  ['0,125', 0.125],
  ['12.50', 12.5],
  ['12,5', 12.5],
  ['1,234.5', 1234.5],
  ['1.234,5', 1234.5],
  ['1,234,567', 1234567],
  ['1.234.567', 1234567],
  ['1,234,567.125', 1234567.125],
  ['1 250,5', 1250.5],
  ['1\u202f250', 1250],
  ['1’250.50', 1250.5],
  ['12_500', 12500],
  ['€ 60', 60],
  ['$1,250.00', 1250],
  ['60€', 60],
  ['-€5', -5],
  ['30 years old', 30],
  ['50 euros!', 50],
  ['25 %', 25],
  ['１２', 12],
  ['1234.567', 1234.567],
])('%j is %d', (text, value) => expect(readNumber(text, false)).toEqual({ value }));

test.each<[text: string, number: number]>([
  ['1.250', 1250],
  ['1,250', 1250],
  ['4.0', 4],
  ['-3', -3],
  ['12 345', 12345],
])('%j is the whole number %d', (text, value) => expect(readNumber(text, true)).toEqual({ value }));

test.each<[what: string, text: string, whole: boolean]>([
  ['no number', 'a few', false],
  ['two numbers', '4 or 5', false],
  ['a range', '4-5', false],
  ['a date', '2026-11-24', false],
  ['a number behind words, which may deny it', 'not 4', false],
  ['a long sentence', '4 of us and sometimes a guest', false],
  ['separators of the wrong kind', '12,34,567', false],
  ['thousands behind the decimals', '1.234,567.8', false],
  ['two kinds of spaces', '1 234_567', false],
  ['an exponent', '1e5', false],
  ['a hexadecimal number', '0x10', false],
  ['a fraction where a whole number is asked for', '2.5', true],
  ['more than can be kept exactly', '9007199254740993', true],
  ['more than any number', '9'.repeat(400), false],
])('%s is refused: %s', (_, text, whole) =>
  expect(readNumber(text, whole)).toMatchObject({ problem: expect.any(String) }),
);

test('a separator that could be either is asked about', () =>
  expect(readNumber('1.250', false)).toEqual({
    problem: '1.250 could mean 1.25 or 1250: please write it without separators of thousands.',
    understood: false,
  }));
