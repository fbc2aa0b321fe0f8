import type { Json, JsonObject } from '@trialogue/plugin-api';
import { schemaDefects } from './schema-problems';
import { valueSchemaProblem, valueValidator } from './value-schema';

const person = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 1 }, age: { type: 'integer', minimum: 0 } },
  required: ['name'],
} as const satisfies JsonObject;

test.each<[schema: JsonObject, value: Json, problem: string | undefined]>([
  [person, { name: 'Ana', age: 3 }, undefined],
  [person, { name: 'Ana', age: -3 }, 'user.age found -3; it must be >= 0'],
  [person, { age: 3 }, 'user.name is missing; expected a string'],
  [person, 'Ana', 'user found "Ana"; expected an object'],
  [{ enum: ['de', 'pt'] }, 'en', 'user found "en"; expected one of "de", "pt"; did you mean "de"?'],
  [{ pattern: '^(a+)+$' }, 'aaa', undefined],
  [{ pattern: '^(a+)+$' }, `${'a'.repeat(40)}!`, 'user found "'],
  [{ pattern: 'a' }, 'b'.repeat(10_001), 'user has more than 10000 characters to be matched with patterns'],
  [{ uniqueItems: true }, Array.from({ length: 3000 }, (_, index) => ({ index })), 'user is too large to be checked'],
  [{ uniqueItems: true }, [{ a: 1 }, { a: 1 }], 'user found '],
  [{ allOf: [{ $ref: '#' }] }, 1, 'user is nested too deeply for its schema'],
  [{ type: 'integer', items: { $ref: '#' } }, 1, undefined],
])('%j takes a value or says why not, case %#', (schema, value, problem) => {
  const found = valueValidator(schema)(value, ['user']);
  const said = found && `${found.path.join('.')} ${found.message}`;
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(problem);
});

/** Each part refers twice to the next, and the last to what is given. */
const doubling = (parts: number, last: JsonObject): JsonObject => ({
  $ref: '#/$defs/part0',
  $defs: Object.fromEntries([
    ...Array.from({ length: parts }, (_, index) => {
      const next = { $ref: `#/$defs/part${index + 1}` };
      return [`part${index}`, { allOf: [next, next] }];
    }),
    [`part${parts}`, last],
  ]),
});
const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);

test.each<[string, JsonObject, Json]>([
  ['that double the work with each part of the schema', doubling(40, { type: 'integer' }), 1],
  [
    'that double it with each level of the value',
    { allOf: [{ items: { $ref: '#' } }, { items: { $ref: '#' } }] },
    nested(200),
  ],
  [
    'that are dynamic',
    { $dynamicAnchor: 'all', allOf: [1, 2].map(() => ({ items: { $dynamicRef: '#all' } })) },
    nested(200),
  ],
])('references %s end', (_, schema, value) => {
  expect(valueValidator(schema)(value, ['user'])).toEqual({ path: ['user'], message: 'is too large to be checked' });
});

test('references that a value needs are followed, each time anew', () => {
  const tree: JsonObject = {
    properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } },
    required: ['name'],
  };
  const grown = (depth: number): Json => ({
    name: 'node',
    children: depth === 0 ? [] : Array.from({ length: 4 }, () => grown(depth - 1)),
  });
  const validate = valueValidator(tree);
  for (let time = 0; time < 20; time += 1) expect(validate(grown(5))).toBeUndefined();
  expect(validate({ name: 'a', children: [{ name: 'b', children: [{}] }] })).toMatchObject({
    path: ['children', 0, 'children', 0, 'name'],
  });
  const few = valueValidator(doubling(8, { type: 'integer' }));
  expect([few(1), few('1')]).toEqual([
    undefined,
    expect.objectContaining({ message: expect.stringContaining('whole number') }),
  ]);
});

test('a large part that much refers to is no more to compile than it is by itself', () => {
  const names = (count: number, letter: string) => Array.from({ length: count }, (_, index) => `${letter}${index}`);
  const part = {
    properties: Object.fromEntries(names(500, 'q').map((name) => [name, { type: 'string', minLength: 1 }])),
  };
  const uses = names(600, 'p').map((name) => [name, { $ref: '#/$defs/part' }]);
  const schema = { $defs: { part }, properties: Object.fromEntries(uses) };
  expect(schemaDefects(schema)).toEqual([]);
  expect(valueSchemaProblem(schema)).toBeUndefined();
}, 10_000);

test.each<[schema: JsonObject, problem: string | undefined]>([
  [person, undefined],
  [{ type: 'nothing' }, 'schema is invalid'],
  [{ properties: { a: { $ref: '#' } } }, undefined],
  [{ pattern: '(?=a)' }, 'invalid'],
])('%j as a schema', (schema, problem) => {
  const found = valueSchemaProblem(schema);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});
