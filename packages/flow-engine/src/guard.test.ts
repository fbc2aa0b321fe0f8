import { expressionsOf, type GuardScope, guardsOf, type Sight } from './guard';
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

const { guard, value } = expressionsOf(flowWith({}).slots!);
const came: GuardScope = { ...scope, result: { count: 3, price: 1.5, items: ['a'], none: null }, outcome: 'completed' };

test.each<[expression: string, type: string, given: unknown]>([
  ['slots.age + 1', 'int', 31],
  ['slots.price * 2.0', 'double', 5],
  ['slots.name + "!"', 'string', 'Ana!'],
  ['slots.sure && slots.age > 20', 'bool', true],
  ['null', 'null', null],
  ['result', 'dyn', came.result],
  ['result.count', 'dyn', 3],
  ['int(result.count) + 1', 'int', 4],
  ['result.count + 1', 'int', undefined],
  ['result.missing', 'dyn', undefined],
  ['[slots.age, 1]', 'list<int>', [30, 1]],
  ['{"age": slots.age}', 'map<string, int>', { age: 30 }],
  ['variables.nested', 'dyn', { deep: [1] }],
  ['9007199254740993', 'int', undefined],
])('%s is %s', (expression, type, given) => {
  const compiled = value(expression, 'outcome');
  expect([compiled.type, compiled.valueIn(came)]).toEqual([type, given]);
});

test.each<[expression: string, sight: Sight, problem: string]>([
  ['result.ok', 'usual', 'result is there only where something came'],
  ['outcome == "completed"', 'result', 'outcome is there only after a sub-flow'],
  ['slots.age > 3', 'given', 'slots is not there yet when a conversation begins'],
  ['text', 'given', 'text is not there yet when a conversation begins'],
])('%s is refused where it sees what is %s', (expression, sight, problem) => {
  expect(() => guard(expression, sight)).toThrow(problem);
  expect(() => value(expression, sight)).toThrow(problem);
});

test.each([
  ['b"abc"', 'it gives bytes; expected a value that JSON has'],
  ['slots', 'it gives slots; expected a value that JSON has'],
])('%s is no value', (expression, problem) => expect(() => value(expression)).toThrow(problem));
