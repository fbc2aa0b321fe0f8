import { getIntrospectionQuery, parse } from 'graphql';
import { sizeProblem } from './operation-size';

const nested = (levels: number) => {
  const fragments = Array.from({ length: levels }, (_, n) =>
    n === levels - 1
      ? `fragment p${n} on P { x }`
      : `fragment p${n} on P { a: v { p { ...p${n + 1} } } b: v { p { ...p${n + 1} } } }`,
  );
  return `{ prompt { ...p0 } } ${fragments.join(' ')}`;
};
const chain = (levels: number) =>
  `{ ...f1 } ${Array.from({ length: levels }, (_, n) => `fragment f${n + 1} on P { ${n + 1 === levels ? 'x' : `...f${n + 2}`} }`).join(' ')}`;
const deep = (levels: number) => `{ ${'a { '.repeat(levels - 1)} b ${'}'.repeat(levels - 1)} }`;

test.each([
  ['an ordinary query', '{ experiments { edges { node { key variants { key } } } } }', undefined],
  ['the whole introspection', getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true }), undefined],
  ['as deep as may be', deep(25), undefined],
  ['too deep', deep(26), 'levels'],
  ['as many fragments inside one another as may be', `${'{...'.repeat(249)}{ a }${'}'.repeat(249)}`, undefined],
  ['too many of them', `${'{...'.repeat(250)}{ a }${'}'.repeat(250)}`, 'levels with fragments'],
  ['too many of them, named', chain(250), 'levels with fragments'],
  ['too many aliases at the root', `{ ${Array.from({ length: 51 }, (_, n) => `a${n}: x`).join(' ')} }`, 'root fields'],
  ['fragments that double', nested(10), /fields|levels/],
  [
    'fragments in a circle, which validation refuses',
    '{ ...a } fragment a on Q { x ...b } fragment b on Q { ...a }',
    undefined,
  ],
  ['a fragment that is not there', '{ ...a }', undefined],
])('%s', (_, text, expected) => {
  const problem = sizeProblem(parse(text))?.message;
  if (expected === undefined) expect(problem).toBeUndefined();
  else expect(problem).toMatch(expected);
});

test('forty levels of doubling are counted at once', () => {
  expect(sizeProblem(parse(nested(40)))).toBeDefined();
});
