import { clashWith } from './clash-with';

const others = [
  {
    name: 'prompts',
    sdl: 'type Query { prompt: Prompt }\ntype Prompt @key(fields: "name") { name: ID! }\nenum Tone { KIND }',
  },
];
const own = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external"])\n';
const clash = clashWith(() => others.map(({ name, sdl }) => ({ name, sdl: own + sdl })));

test.each([
  ['type Query { a: Int }', ['A'], undefined],
  ['type Query { a: Int } type Prompt @key(fields: "name") { name: ID! @external b: Int }', [], undefined],
  ['type Query { a: Tone } enum Tone { KIND }', ['Tone'], 'the type Tone is declared by the subgraph prompts'],
  ['type Query { a: Int } scalar Prompt', ['Prompt'], 'the type Prompt is declared by the subgraph prompts'],
  ['type Query { prompt: Int }', [], 'Type of field "Query.prompt" is incompatible'],
])('%s', async (sdl, declared, problem) => {
  const found = await clash(own + sdl, declared);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});

test('with nobody beside it there is none', async () => {
  expect(await clashWith(() => [])('nonsense', [])).toBeUndefined();
});
