import type { Expression } from '../expression';
import { compileExpression } from './compile-expression';

/** Whether an attribute of the type has the value: `true`, or why there is no telling. */
const read = (type: string, value: unknown) => {
  const known: Expression = ['==', ['attribute', 'it', type], ['attribute', 'it', type]];
  const answer = compileExpression(known)({ it: value });
  return typeof answer === 'object' ? answer.reason : answer;
};

test.each([
  ['string', 'a'],
  ['string', ''],
  ['int', -3],
  ['int', 9007199254740991],
  ['double', 3],
  ['double', 0.5],
  ['bool', false],
  ['timestamp', '2026-01-31T00:00:00Z'],
  ['timestamp', '2026-01-31T00:00:00.123+02:00'],
  ['list<string>', []],
  ['list<int>', [1, 2]],
  ['list<list<timestamp>>', [['2026-01-31T00:00:00Z'], []]],
])('%s: %j is one', (type, value) => expect(read(type, value)).toBe(true));

test.each([
  ['string', 1],
  ['int', '1'],
  ['int', 1.5],
  ['int', 9007199254740992],
  ['double', '1'],
  ['double', Number.NaN],
  ['double', Number.POSITIVE_INFINITY],
  ['bool', 'true'],
  ['bool', 1],
  ['timestamp', 1769817600000],
  ['timestamp', '2026-01-31'],
  ['timestamp', '2026-13-31T00:00:00Z'],
  ['timestamp', 'the first Monday of June'],
  ['list<string>', 'a'],
  ['list<string>', ['a', 1]],
  ['list<string>', ['a', null]],
  ['list<list<string>>', [null]],
  ['list<string>', { 0: 'a' }],
  ['map<string, int>', []],
  ['map<string, int>', { a: '1' }],
  ['map<string, int>', 'a'],
])('%s: %j is none', (type, value) => expect(read(type, value)).toBe(`the attribute it is no ${type}`));

test.each([[undefined], [null]])('%p is missing', (value) =>
  expect(read('string', value)).toBe('the attribute it is missing'),
);

test('what only objects of the language have is missing', () =>
  expect(compileExpression(['attribute', 'constructor', 'bool'])({})).toMatchObject({
    reason: 'the attribute constructor is missing',
  }));

test('maps are read by their own keys', () => {
  const traits: Expression = ['attribute', 'traits', 'map<string, int>'];
  const has = (key: string) => compileExpression(['has', traits, key])({ traits: { a: 1 } });
  expect([has('a'), has('b'), has('constructor'), has('__proto__')]).toEqual([true, false, false, false]);
});

test.each([
  ['an unknown type', ['attribute', 'a', 'bytes'], 'bytes is unknown'],
  ['an operator of a later version', ['fuzzy', 1, 2], 'fuzzy is unknown'],
  ['an operator that is none of the table’s own', ['constructor', 1], 'constructor is unknown'],
])('%s is refused before any unit is looked at', (_, expression, message) =>
  expect(() => compileExpression(expression as unknown as Expression)).toThrow(message),
);
