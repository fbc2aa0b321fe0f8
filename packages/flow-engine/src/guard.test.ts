import { type GuardScope, guardsOf } from './guard';
import { flowWith } from './testing/example-flows';

const compile = guardsOf(flowWith({}).slots!);
const scope: GuardScope = {
  slots: { age: 30, price: 2.5, name: 'Ana', sure: true, size: 'small' },
  variables: { count: 3, diet: 'vegan', nested: { deep: [1] } },
  attributes: { plan: 'pro', tags: ['a', 'b'] },
  turns: 2,
  text: 'Thank you',
  answer: 'A plan',
};
const empty: GuardScope = { slots: {}, variables: {}, attributes: {}, turns: 0, text: '', answer: '' };

test.each<[guard: string, holds: boolean, withoutSlots: boolean]>([
  ['slots.age + 1 > 30', true, false],
  ['slots.age > 29.5', true, false],
  ['slots.price * 2.0 == 5.0', true, false],
  ['slots.price > 2', true, false],
  ['double(slots.age) * slots.price == 75.0', true, false],
  ['has(slots.age)', true, false],
  ['!has(slots.age)', false, true],
  ['!has(slots.age) || slots.age > 50', false, true],
  ['slots.sure', true, false],
  ['!slots.sure', false, false],
  ['slots.size == "small" && slots.name in ["Ana", "Bea"]', true, false],
  ['turns >= 2', true, false],
  ['text.lowerAscii().contains("thank")', true, false],
  ['answer != ""', true, false],
  ['attributes.plan == "pro"', true, false],
  ['"b" in attributes.tags', true, false],
  ['attributes.tags.exists(tag, text.contains(tag))', true, false],
  ['variables.count > 2', true, false],
  ['variables.nested.deep[0] == 1', true, false],
  ['has(attributes.constructor) || has(attributes.__proto__)', false, false],
  ['variables.diet', false, false],
])('%s', (guard, holds, withoutSlots) => {
  expect([compile(guard)(scope), compile(guard)(empty)]).toEqual([holds, withoutSlots]);
});

test.each<[guard: string, problem: string]>([
  ['slots.age >', 'Unexpected token: EOF'],
  ['slots.aeg > 1', 'there is no slot aeg; did you mean "age"?'],
  ['slot.age > 1', 'Unknown variable: slot'],
  ['slots.age', 'it gives int; expected true or false'],
  ['slots.age + 1.0 > 2.0', 'no such overload: int + double'],
  ['slots.name > 1', 'no such overload: string > int'],
  ['size(slots) > 1', "found no matching overload for 'size(slots)'"],
])('%s is refused', (guard, problem) => expect(() => compile(guard)).toThrow(problem));

test.each([
  'text.matches("(a+)+$")',
  'cel.bind(a, text + text, a != "")',
  'text.split("").join(text) != ""',
  'timestamp("2026-01-01T00:00:00Z").getHours() > 1',
])('%s is not offered: it could take for ever, or depend on the machine', (guard) =>
  expect(() => compile(guard)).toThrow(/^the function \w+ is not offered; expected one of "has", "size", /),
);

test('lists are not walked inside of lists', () =>
  expect(() => compile('attributes.tags.all(a, attributes.tags.exists(b, a == b))')).toThrow(
    'exists stands inside another expression over a list',
  ));

test.each([
  ['a deep expression', `${'('.repeat(60)}true${')'.repeat(60)}`],
  ['a long list', `turns in [${Array.from({ length: 200 }, (_, index) => index).join(', ')}]`],
])('%s is refused', (_, guard) => expect(() => compile(guard)).toThrow('Exceeded max'));
