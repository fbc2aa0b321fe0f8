import { placed } from './flow-version.places';

const definition = { initial: 'a', states: { a: { say: 'Hi.', next: 'a' } } };
const problem = { path: ['states', 'a'], message: 'goes round' };
const text = (content: unknown) => ({ content, placeOf: () => ({ line: 3, column: 5 }) });

test('a problem has the lines of the file as long as that says what was published from it', () => {
  const version = { sourceFile: 'flows/a.yml', definition };
  const there = (found: unknown) =>
    placed([problem], version, (file) => (file === 'flows/a.yml' ? text(found) : undefined));
  expect(there({ states: definition.states, initial: 'a' })).toEqual([
    { ...problem, file: 'flows/a.yml', line: 3, column: 5 },
  ]);
  expect(there({ ...definition, initial: 'b' })).toEqual([{ ...problem, file: 'flows/a.yml' }]);
  expect(placed([problem], version, () => undefined)).toEqual([{ ...problem, file: 'flows/a.yml' }]);
  expect(placed([problem], { sourceFile: null, definition }, () => text(definition))).toEqual([problem]);
});
