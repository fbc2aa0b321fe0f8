import type { Json } from '@trialogue/plugin-api';
import type { PromptVariable } from './release-bodies';
import { schemaDefects, schemaProblems } from './schema-problems';
import { meal2 } from './testing/prompts';
import { variablesSchemaOf } from './variables-schema';

test('the variables of a version are one schema', () =>
  expect(variablesSchemaOf(meal2)).toEqual({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { people: { default: 2, description: 'How many eat' }, diet: {} },
    required: ['diet'],
  }));

const of = (...variables: (Omit<PromptVariable, 'required'> & { required?: boolean })[]) =>
  variablesSchemaOf({ variables: variables.map((one) => ({ required: false, ...one })) });
const people = { name: 'people', schema: { type: 'integer', minimum: 1, description: 'A count' } };
const dish = { $defs: { dish: { type: 'string', minLength: 2 } }, type: 'array', items: { $ref: '#/$defs/dish' } };
const tree = { type: 'object', properties: { parts: { type: 'array', items: { $ref: '#' } } }, required: ['parts'] };

test.each<[string, PromptVariable[] | any, { [name: string]: Json }, string[]]>([
  ['nothing is declared', [], { a: 1 }, []],
  ['a value fits', [people], { people: 2, other: 'x' }, []],
  ['a value does not fit', [people], { people: 0 }, ['people']],
  ['a value is of another type', [people], { people: '2' }, ['people']],
  ['a value inside is wrong', [{ name: 'menu', schema: dish }], { menu: ['soup', 'x'] }, ['menu.1']],
  [
    'two refer to their own definitions',
    [
      { name: 'a', schema: dish },
      { name: 'b', schema: dish },
    ],
    { a: ['x'], b: ['ab'] },
    ['a.0'],
  ],
  ['a schema refers to itself', [{ name: 'tree', schema: tree }], { tree: { parts: [{}] } }, ['tree.parts.0.parts']],
  ['one is required', [{ name: 'diet', required: true }], {}, ['diet']],
  ['one is required and has a default', [{ name: 'diet', required: true, default: 'any' }], {}, []],
])('%s', (_, variables, values, paths) => {
  const schema = of(...variables);
  expect(schemaDefects(schema)).toEqual([]);
  expect(schemaProblems(schema, values).map(({ path }) => path.join('.'))).toEqual(paths);
});

test('the variable’s own description comes before its schema’s', () =>
  expect(of({ ...people, description: 'How many eat' }).properties).toEqual({
    people: { type: 'integer', minimum: 1, description: 'How many eat' },
  }));

test.each<[string, any, string, RegExp]>([
  ['an unknown type', { type: 'text' }, 'type', /one of the allowed values/],
  ['a limit that is no number', { properties: { a: { minimum: 'x' } } }, 'properties.a.minimum', /number/],
  ['a pattern that is none', { pattern: '(' }, '', /regular expression|pattern/i],
  ['a definition that is not there', { $ref: '#/$defs/none' }, '', /resolve/],
  ['a schema elsewhere', { $ref: 'https://example.com/schema' }, '', /resolve/],
  ['an older dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, '', /draft-07/],
  ['one that promises', { $async: true }, '$async', /no part/],
])('%s is no schema', (_, schema, path, message) => {
  const [defect] = schemaDefects(schema, ['responseSchema']);
  expect(defect!.path.join('.')).toBe(['responseSchema', path].filter(Boolean).join('.'));
  expect(defect!.message).toMatch(message);
});
