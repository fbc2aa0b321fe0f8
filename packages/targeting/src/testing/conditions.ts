import fc from 'fast-check';

/** Attributes that generated conditions are about. */
export const declared = {
  country: 'string',
  plan: 'string',
  age: 'int',
  visits: 'int',
  score: 'double',
  vip: 'bool',
  since: 'timestamp',
  tags: 'list<string>',
  counts: 'list<int>',
  traits: 'map<string, string>',
  'app-version': 'string',
} as const;

const text = fc.constantFrom('', 'DE', 'FR', 'de', 'a', 'b', 'Zoë', '😀', 'constructor');
const whole = fc.oneof(fc.integer({ min: -3, max: 40 }), fc.constantFrom(0, 1, 9007199254740991, -9007199254740991));
const time = fc.constantFrom('2026-01-01T00:00:00Z', '2026-06-01T12:00:00.500Z', '2020-02-29T00:00:00+02:00');

/**
 * What a caller may say of a unit; each may be missing, or null. A map with a key `constructor` is left out: the library
 * takes it for an object of some class, and answers nothing.
 */
export const attributes = fc
  .record(
    {
      ...{ country: text, plan: text, 'app-version': text, age: whole, visits: whole },
      score: fc.oneof(fc.constantFrom(0, -0, 0.5, 5, -1, 1e308), fc.double({ noNaN: true, noDefaultInfinity: true })),
      ...{ vip: fc.boolean(), since: time, tags: fc.array(text, { maxLength: 3 }) },
      counts: fc.array(whole, { maxLength: 3 }),
      traits: fc.dictionary(fc.constantFrom('a', 'b', 'DE'), text, { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  )
  .chain((given) =>
    fc.subarray(Object.keys(given)).map((nulls) => ({
      ...given,
      ...Object.fromEntries(nulls.slice(0, 1).map((name) => [name, null])),
    })),
  );

const quoted = text.map((one) => JSON.stringify(one));
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''));
const word = (one: string) => fc.constant(one);
const infix = (operand: fc.Arbitrary<string>, ...operators: string[]) =>
  join(word('('), operand, fc.constantFrom(...operators.map((one) => ` ${one} `)), operand, word(')'));
const comparisons = ['==', '!=', '<', '<=', '>', '>='];

/** Well-typed conditions, in CEL. */
export const conditions = fc.letrec<{
  bool: string;
  int: string;
  double: string;
  string: string;
  list: string;
  ints: string;
}>((tie) => ({
  bool: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'true',
      'false',
      'vip',
      'attributes.vip',
      'has(attributes.vip)',
      'has(attributes.age)',
      'has(traits.a)',
    ),
    infix(tie('bool'), '&&', '||', '==', '!='),
    join(word('!('), tie('bool'), word(')')),
    join(word('('), tie('bool'), word(' ? '), tie('bool'), word(' : '), tie('bool'), word(')')),
    infix(tie('int'), ...comparisons),
    infix(tie('double'), ...comparisons),
    infix(tie('string'), ...comparisons),
    infix(
      fc.oneof(
        word('since'),
        time.map((one) => `timestamp("${one}")`),
      ),
      ...comparisons,
    ),
    join(word('('), tie('int'), fc.constantFrom(' < ', ' >= '), tie('double'), word(')')),
    join(tie('string'), fc.constantFrom('.startsWith(', '.endsWith(', '.contains('), tie('string'), word(')')),
    join(word('('), tie('string'), word(' in '), fc.oneof(tie('list'), word('traits')), word(')')),
    join(word('('), tie('int'), word(' in '), tie('ints'), word(')')),
    infix(tie('list'), '==', '!='),
    join(
      tie('list'),
      fc.constantFrom('.all(x, ', '.exists(x, '),
      fc.constantFrom('x == country', 'x.startsWith("D")', 'x in ["a", "DE"]', 'vip', 'size(x) > age'),
      word(')'),
    ),
    join(
      tie('ints'),
      fc.constantFrom('.all(n, ', '.exists(n, '),
      fc.constantFrom('n > 3', 'n / visits == 1', '10 / n > age', 'n == age'),
      word(')'),
    ),
  ),
  int: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'age',
      'visits',
      'attributes.age',
      '0',
      '1',
      '18',
      '9223372036854775807',
      'size(tags)',
      'size(traits)',
      'counts[0]',
    ),
    infix(tie('int'), '+', '-', '*', '/', '%'),
    join(word('(-'), tie('int'), word(')')),
    join(word('size('), fc.oneof(tie('string'), tie('list')), word(')')),
    join(word('int('), fc.oneof(tie('double'), tie('int')), word(')')),
    join(word('counts['), tie('int'), word(']')),
  ),
  double: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('score', '0.0', '0.5', '5.0', '-1.5', 'attributes.score'),
    infix(tie('double'), '+', '-', '*', '/'),
    join(word('(-'), tie('double'), word(')')),
    join(word('double('), tie('int'), word(')')),
  ),
  string: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('country', 'plan', 'attributes.country', 'attributes["app-version"]', 'traits.a', 'traits["b"]'),
    quoted,
    infix(tie('string'), '+'),
    join(word('('), tie('string'), word(').lowerAscii()')),
    join(word('('), tie('list'), word(')['), tie('int'), word(']')),
    join(word('traits['), tie('string'), word(']')),
  ),
  list: fc.oneof(
    { depthSize: 'small' },
    word('tags'),
    fc.array(quoted, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    join(word('['), tie('string'), word(', '), tie('string'), word(']')),
    infix(tie('list'), '+'),
  ),
  ints: fc.oneof(
    { depthSize: 'small' },
    word('counts'),
    fc.array(whole, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    join(word('['), tie('int'), word(', '), tie('int'), word(']')),
  ),
})).bool;
