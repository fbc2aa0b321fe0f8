import { compileTargeting } from './compile-targeting';

const declared = {
  ...{ country: 'string', age: 'int', score: 'double', vip: 'bool', since: 'timestamp' },
  ...{ tags: 'list<string>', traits: 'map<string, string>', 'app-version': 'string' },
};
const attribute = (name: keyof typeof declared) => ['attribute', name, declared[name]];

test.each([
  ['vip', attribute('vip')],
  ['attributes.vip', attribute('vip')],
  ['attributes["app-version"] == "2"', ['==', attribute('app-version'), '2']],
  ['true', ['&&', true]],
  ['age > 17', ['<', ['integer', '17'], attribute('age')]],
  ['age != 17', ['!', ['==', attribute('age'), ['integer', '17']]]],
  ['score > 5', ['<', ['integer', '5'], attribute('score')]],
  ['-score >= 0.5', ['<=', 0.5, ['neg', attribute('score')]]],
  ['country in ["DE", "FR"]', ['among', attribute('country'), ['DE', 'FR']]],
  ['age in [1, 2]', ['among', ['double', attribute('age')], [1, 2]]],
  ['age in [1, age]', ['in', attribute('age'), ['list', ['integer', '1'], attribute('age')]]],
  ['"a" in traits', ['in', 'a', attribute('traits')]],
  ['traits.a == traits["b"]', ['==', ['at', attribute('traits'), 'a'], ['at', attribute('traits'), 'b']]],
  ['has(attributes.age)', ['known', 'age']],
  ['has(traits.a)', ['has', attribute('traits'), 'a']],
  [
    'vip && !vip && (vip || vip || true)',
    ['&&', attribute('vip'), ['!', attribute('vip')], ['||', attribute('vip'), attribute('vip'), true]],
  ],
  ['tags.exists(country, country == "x")', ['exists', attribute('tags'), ['==', ['item'], 'x']]],
  ['since < timestamp("2026-01-31T00:00:00Z")', ['<', attribute('since'), ['timestamp', '2026-01-31T00:00:00Z']]],
  ['country.lowerAscii().startsWith("d")', ['startsWith', ['lowerAscii', attribute('country')], 'd']],
  ['double(age) + 1.5 > score', ['<', attribute('score'), ['+', ['double', attribute('age')], 1.5]]],
])('%s', (source, expression) =>
  expect(compileTargeting(source, declared)).toEqual({ targeting: { source, expression }, problems: [] }),
);

test.each([
  [
    'contry == "DE"',
    1,
    'there is no attribute contry; expected one of country, age, score, vip, since, tags, traits, app-version; did you mean "country"?',
  ],
  ['vip &&\n  attributes.contry == "DE"', 3, 'there is no attribute contry; expected one of'],
  ['age >', 6, 'unexpected token: EOF; expected a condition in CEL, such as country == "DE" && age >= 18'],
  ['age = 1', 5, 'unexpected character: =; expected a condition in CEL'],
  ['', 1, 'unexpected token: EOF; expected a condition in CEL'],
  ['age', 1, 'gives int; expected bool'],
  [
    'score == 5',
    1,
    'no such overload: double == int; a whole number for a double is written 5.0, and double(n) makes one of an int',
  ],
  [
    'country.startWith("a")',
    1,
    'there is no method startWith; expected one of size, startsWith, endsWith, contains, lowerAscii, all, exists; did you mean "startsWith"?',
  ],
  ['upper(country) == "A"', 1, 'there is no function upper; expected one of has, size, int, double, timestamp'],
  [
    'country.matches("(a+)+$")',
    1,
    'matches() is not offered, for some patterns take for ever; use startsWith, endsWith or contains',
  ],
  ['country == null', 12, 'null is not offered; has(attributes.NAME) says whether it is known'],
  ['tags.all(t, tags.exists(u, u == "a"))', 13, 'exists stands inside another expression over a list'],
  [
    'tags.all(t, t in tags)',
    18,
    'tags is list<string>, which would be read again for each item of another list; only the item and single values are offered here',
  ],
  ['tags.exists(t, t in attributes.traits)', 21, 'traits is map<string, string>, which would be read again'],
  ['tags.all(t)', 1, 'all takes a name and a condition, as in tags.all(tag, tag != "")'],
  ['[].all(n, n > 3)', 0, 'an empty list that is written out has no items, and they no type'],
  ['traits.all(key, key != "")', 1, 'all takes a list'],
  ['traits == traits', 1, 'maps are not compared as a whole'],
  ['{"a": 1}["a"] == 1', 1, 'maps cannot be written out here; use `?:` or a list'],
  ['since - since == since - since', 1, 'values of type google.protobuf.Duration are not offered'],
  ['since < timestamp("soon")', 19, 'soon is no time; expected one like 2026-01-31T00:00:00Z'],
  ['int(country) == 1', 1, 'int() of string is not offered; expected double'],
  ['b"a" == b"a"', 1, 'only text, numbers and truth values are offered as literals'],
  ['has(age)', 1, 'has() takes attributes.NAME, or MAP.key'],
  ['has(tags.x)', 5, 'has() takes attributes.NAME, or a key of an attribute that is a map'],
  ['attributes == attributes', 1, '`attributes` is no value by itself; expected attributes.NAME'],
  ['cel.bind(x, 1, x == 1)', 1, 'there is no attribute cel'],
])('%s: column %d: %s', (source, column, message) => {
  const { targeting, problems } = compileTargeting(source, declared);
  expect(targeting).toBeNull();
  expect(problems[0]).toMatchObject({ path: ['targeting'], message: expect.stringContaining(message) });
  expect(problems[0]!.at?.column ?? 0).toBe(column);
});

test.each(['!', '-'])('nine thousand %s are refused, however little room the stack has', (operator) => {
  const below = (calls: number): ReturnType<typeof compileTargeting> =>
    calls > 0 ? below(calls - 1) : compileTargeting(`${operator.repeat(9_000)}vip`, declared);
  expect(below(3_000)).toMatchObject({
    targeting: null,
    problems: [{ path: ['targeting'], message: expect.stringContaining('is nested too deeply') }],
  });
});

test('every unknown name is reported at once, with where it stands', () =>
  expect(compileTargeting('contry == "DE"\n  && agee > 3', declared).problems).toMatchObject([
    { at: { line: 1, column: 1, start: 0, end: 6 }, found: 'contry', nearest: 'country' },
    { at: { line: 2, column: 6, start: 20, end: 24 }, found: 'agee', nearest: 'age' },
  ]));

test.each([
  [
    'strng',
    'there is no type strng; expected one of string, int, double, bool, timestamp, list<T>, map<string, T>; did you mean "string"?',
  ],
  ['list<foo>', 'there is no type foo'],
  ['map<int, string>', 'there is no type map<int, string>'],
  [5, 'is number; expected the name of a type'],
])('an attribute of the type %p is refused', (type, message) =>
  expect(compileTargeting('true', { a: type as string }).problems).toMatchObject([
    { path: ['attributes', 'a'], message: expect.stringContaining(message) },
  ]),
);

test.each([
  [
    'an expression that is too long',
    `vip || ${'"x" == "x" || '.repeat(800)}vip`,
    'characters long; expected 10000 or fewer',
  ],
  ['too deep a one', `${'('.repeat(60)}vip${')'.repeat(60)}`, 'exceeded maxDepth (50)'],
  ['too many items', `country in [${Array.from({ length: 1001 }, () => '"x"')}]`, 'exceeded maxListElements (1000)'],
])('%s is refused', (_, source, message) =>
  expect(compileTargeting(source, declared).problems[0]!.message).toContain(message),
);

test('names of the language are reached through `attributes`', () => {
  const names = { int: 'int', type: 'string', google: 'bool', attributes: 'string', '': 'string' };
  const { '': _, ...usable } = names;
  expect(compileTargeting('attributes.int == 1 && attributes.google', usable).problems).toEqual([]);
  expect(compileTargeting('true', names).problems[0]!.message).toBe('has no name');
  for (const name of ['package', 'if', 'in', 'null', 'prototype', 'constructor'])
    expect(compileTargeting(`attributes["${name}"] == "a"`, { [name]: 'string' })).toMatchObject({
      targeting: { expression: ['==', ['attribute', name, 'string'], 'a'] },
    });
  expect(compileTargeting('true', JSON.parse('{ "__proto__": "string" }')).problems).toMatchObject([
    { path: ['attributes', '__proto__'], message: expect.stringContaining('cannot be the name') },
  ]);
});
