import type { Json, JsonObject } from '@trialogue/plugin-api';
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
