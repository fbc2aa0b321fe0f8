import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { GuardError, type GuardScope, guardsOf, guardTree } from '../guard';
import { flowWith } from '../testing/example-flows';
import { assume, assumeNotTrue } from './abstract-guard';
import { type Abstract, nothing, pick, rangeOf, valuesOf } from './abstract-value';
import type { Surroundings } from './surroundings';

const slots = flowWith({}).slots!;
const compile = guardsOf(slots);
const known: Surroundings = new Map<string, Abstract>([
  ...Object.entries(slots).map(
    ([name, { schema }]) => [`slots.${name}`, { ...valuesOf(schema), missing: true }] as const,
  ),
  ['turns', { ...nothing, numbers: rangeOf(0, Infinity, true) }] as const,
]);

test.each<[guard: string, canHold: boolean, canFail: boolean]>([
  ['slots.age >= 0', true, true], // It may be missing.
  ['!has(slots.age) || slots.age >= 0', true, false],
  ['slots.age > 120', false, true],
  ['slots.age > 119 && slots.age < 120', false, true],
  ['slots.price > 119.0 && slots.price < 120.0', true, true],
  ['slots.size == "medium"', false, true],
  ['slots.size in ["small", "tiny"]', true, true],
  ['has(slots.size) && !(slots.size in ["small", "large"])', false, true],
  ['turns >= 0', true, false],
  ['turns < 0', false, true],
  ['slots.age + 1 > 121', false, true],
  ['double(slots.age) * 2.0 > 240.0', false, true],
  ['variables.x > 3 && variables.x < 2', false, true],
  ['text == "a" && text == "b"', false, true],
  ['slots.sure ? slots.age < 0 : slots.age > 120', false, true],
  ['text.contains("x") || true', true, false],
  ['!(variables.x > 3) || variables.x + 1 > 2 || variables.x + 1 <= 2', true, true], // A number of JSON is a double.
  ['(slots.sure ? 1 : 2) > 2', false, true],
  ['has(result.x) || !has(result.x)', true, true], // It may be no object.
])('%s', (guard, canHold, canFail) => {
  const tree = guardTree(guard);
  expect([assume(tree, known, 'true').length > 0, assumeNotTrue(tree, known).length > 0]).toEqual([canHold, canFail]);
});

const number = fc.constantFrom('slots.age', 'turns', '0', '3', '30', '120', 'slots.age + 1', '2 * turns', '-slots.age');
const decimal = fc.constantFrom(
  'slots.price',
  '2.5',
  '-1.0',
  'double(slots.age)',
  'slots.price * 2.0',
  'slots.price - double(turns)',
);
const order = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
const atom = fc.oneof(
  fc.tuple(number, order, number).map((parts) => parts.join(' ')),
  fc.tuple(decimal, order, decimal).map((parts) => parts.join(' ')),
  fc
    .tuple(
      fc.constantFrom('slots.size', 'slots.name', 'text', 'variables.plan', 'attributes.plan'),
      fc.constantFrom('==', '!='),
      fc.constantFrom('"small"', '"pro"', '"x"'),
    )
    .map((parts) => parts.join(' ')),
  fc.constantFrom(
    'slots.sure',
    'has(slots.age)',
    'has(slots.sure)',
    'has(variables.plan)',
    'variables.count > 2',
    'attributes.plan == variables.plan',
    'slots.size in ["small", "huge"]',
    'slots.age in [1, 3, 30]',
    'text.contains("x")',
    '"pro" in attributes.tags',
    'variables.flag',
    'size(text) > 2',
    '["x", "y"].exists(w, text.contains(w))',
  ),
);
const { guard } = fc.letrec<{ guard: string }>((tie) => ({
  guard: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.tuple(tie('guard'), fc.constantFrom('&&', '||'), tie('guard')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('guard').map((a) => `!(${a})`),
    fc.tuple(atom, tie('guard'), tie('guard')).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
  ),
}));
const given = (requiredKeys: []) => ({ requiredKeys });
const json = fc.constantFrom('pro', 'x', 3, 0.5, true, false, null, ['pro'], { a: 1 });
const scopes = fc.record({
  slots: fc.record(
    {
      age: fc.constantFrom(0, 1, 3, 30, 119, 120),
      price: fc.constantFrom(-1, 0, 1.25, 2.5, 60),
      name: fc.constantFrom('small', 'Ana'),
      sure: fc.boolean(),
      size: fc.constantFrom('small', 'large'),
    },
    given([]),
  ),
  variables: fc.record({ plan: json, count: json, flag: json }, given([])),
  attributes: fc.record({ plan: json, tags: json }, given([])),
  turns: fc.constantFrom(0, 1, 2, 3, 30),
  text: fc.constantFrom('', 'x', 'pro', 'some text'),
  answer: fc.constantFrom('', 'x'),
}) as fc.Arbitrary<GuardScope>;

test('what is said never to hold, or always to, does so for all values that are tried', () => {
  let certain = 0;
  fc.assert(
    fc.property(guard, fc.array(scopes, { minLength: 20, maxLength: 20 }), (text, tried) => {
      let holds: ReturnType<typeof compile>;
      try {
        holds = compile(text);
      } catch (error) {
        if (error instanceof GuardError) return;
        throw error;
      }
      const tree = guardTree(text);
      const [can, cannot] = [assume(tree, known, 'true').length > 0, assumeNotTrue(tree, known).length > 0];
      if (!can || !cannot) certain += 1;
      for (const scope of tried) expect([can || !holds(scope), cannot || holds(scope)]).toEqual([true, true]);
    }),
    { numRuns: 1_500 },
  );
  expect(certain).toBeGreaterThan(20);
});

test('a guard that lacks what it needs is not evaluated, and comes out as if it were', () => {
  let held = 0;
  const came = fc.constantFrom('has(result.n)', 'result.n > 2.0', 'size(result.tags) > 1', 'outcome == "completed"');
  const late = fc
    .tuple(guard, fc.constantFrom('&& ', '|| ', '&& !', '|| !'), came)
    .map(([a, op, b]) => `(${a}) ${op}(${b})`);
  const result = fc.constantFrom(3, null, 'n', ['n'], {}, { n: 3 }, { n: 1, tags: ['a', 'b'] });
  const more = fc.record({ result, outcome: fc.constantFrom('completed', 'left') }, given([]));
  const wide = fc.tuple(scopes, more).map(([scope, late]) => ({ ...scope, ...late }));
  fc.assert(
    fc.property(fc.oneof(guard, late), fc.array(wide, { minLength: 20, maxLength: 20 }), (text, tried) => {
      let both: ReturnType<typeof compile>[];
      try {
        // Of what stands in a macro, nothing is known to be needed.
        both = [text, `[1].exists(one, ${text})`].map((one) => compile(one, 'outcome'));
      } catch (error) {
        if (error instanceof GuardError) return;
        throw error;
      }
      for (const scope of tried) {
        const [holds, evaluated] = both.map((one) => one(scope));
        expect(holds).toBe(evaluated);
        if (holds) held += 1;
      }
    }),
    { numRuns: 500 },
  );
  expect(held).toBeGreaterThan(500);
});

test('what was found out of a guard is the same when it is asked again, also where something else is known', () => {
  const narrower = ['has(slots.age)', 'slots.age > 3', 'slots.sure', 'text == "x"', 'turns < 2'];
  const outcomes = ['true', 'false', 'error'] as const;
  const asList = (all: readonly Surroundings[]) => all.map((one) => [...one]);
  fc.assert(
    fc.property(guard, fc.shuffledSubarray(narrower), (text, all) => {
      const before = all.reduce<Surroundings>((one, other) => assume(guardTree(other), one, 'true')[0] ?? one, known);
      const other = new Map([...before, ['outcome', { ...nothing, missing: true }] as const]);
      for (const one of [known, before, other, before])
        for (const outcome of outcomes) {
          const anew = new Environment().parse(text).ast;
          expect(asList(assume(guardTree(text), one, outcome))).toEqual(asList(assume(anew, one, outcome)));
        }
    }),
    { numRuns: 300 },
  );
});

test('what is picked of a range lies in it', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 0, max: 20 }),
      fc.boolean(),
      (low, width, whole) => {
        const picked = pick({
          ...nothing,
          numbers: { ...rangeOf(low, low + width, whole), lowOpen: !whole && width > 0 },
        });
        expect(picked.length).toBeGreaterThan(0);
        for (const one of picked) {
          expect(one).toBeGreaterThanOrEqual(low);
          expect(one).toBeLessThanOrEqual(low + width);
          if (whole) expect(Number.isInteger(one)).toBe(true);
        }
      },
    ),
  ));
