import { schemaProblems } from './schema-problems';
import { validateConfig } from './validate-config';

test('of a value that is wrong everywhere the first two hundred problems are told', () => {
  const properties = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`property${index}`, {}]));
  const value = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`propertz${index}`, 1]));
  const problems = schemaProblems({ properties, additionalProperties: false }, value);
  expect(problems).toHaveLength(200);
  expect(problems[0]).toMatchObject({ path: ['propertz0'], nearest: 'property0' });
});

test('so are they of members that nobody reads, whose names take time to compare', () => {
  const members = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`param${index}`, 1]));
  const problems = validateConfig({ execution_strategy: 'none_such', ...members }, () => undefined, []);
  expect(problems.filter(({ nearest }) => nearest === 'params').length).toBeLessThanOrEqual(200);
  expect(problems[1]).toMatchObject({ path: ['param0'], nearest: 'params' });
});

test('what is required under a condition is missing where that holds, and the condition itself is no problem', () => {
  const schema = {
    type: 'object',
    if: { properties: { mode: { const: 'asks' } }, required: ['mode'] },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { required: ['prompt'], properties: { prompt: { type: 'string', ref: 'prompt' } } },
  };
  expect(schemaProblems(schema, { mode: 'asks' }, ['own'])).toEqual([
    expect.objectContaining({
      path: ['own', 'prompt'],
      message: expect.stringMatching(/^is missing; expected a prompt/),
    }),
  ]);
  expect(schemaProblems(schema, { mode: 'tells' })).toEqual([]);
});
