import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StrategyBody, ToolBody } from '@trialogue/variant-config';
import { plugin } from '../testing/process';
import { tell } from '../testing/story';

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
});
afterAll(() => story.end());

const promptTemplate = { name: '@trialogue/plugin-prompt-template', options: {}, secrets: [] };
const states = async () => (await story.ask('{ plugins { name version state problem } }')).data.plugins;
const variantsOf = (field: string) => `{ _entities(representations: [
  { __typename: "Variant", experimentKey: "e", key: "a", config: { word: "Hey" } }
  { __typename: "Variant", experimentKey: "e", key: "b", config: { word: "Ho" } }
]) { ... on Variant { key ${field} } } }`;

test('what the plugins brought can be asked for, and is published for those who validate configs', async () => {
  await story.flows.reloadPlugins([promptTemplate, plugin('odd')]);
  expect(await states()).toEqual([
    { name: 'prompt-template', version: '0.1.0', state: 'LOADED', problem: null },
    { name: 'odd', version: '1.0.0', state: 'LOADED', problem: null },
  ]);
  const { data } = await story.ask('{ strategies { name plugin configKey effects } }');
  expect(data.strategies[0]).toEqual({
    name: 'prompt_template',
    plugin: 'prompt-template',
    configKey: 'prompt_config',
    effects: 'idempotent',
  });
  const { tools } = (await story.ask('{ tools { name version description input output plugin effects } }')).data;
  expect(tools).toMatchObject([
    { name: 'weather', version: '1', output: { type: 'string' }, plugin: 'odd', effects: 'external' },
    { name: 'tax', description: expect.any(String), input: { type: 'object' }, output: null, effects: 'none' },
  ]);
  expect(story.store.releases.heads<ToolBody>('tool').map(({ key, body }) => [key, body.plugin])).toEqual([
    ['tax', 'odd'],
    ['weather', 'odd'],
  ]);
  const heads = story.store.releases.heads<StrategyBody>('strategy');
  expect(heads.map(({ key }) => key)).toEqual(data.strategies.map(({ name }: any) => name).sort());
  expect(heads.find(({ key }) => key === 'prompt_template')?.body.config).toHaveProperty('properties');
});

test('prompt_template is loaded as a stranger’s plugin is, and its field goes with its line', async () => {
  await story.flows.reloadPlugins([promptTemplate]);
  expect(story.flows.current.sdl).toContain('modelOverride');
  const seen: string[] = [];
  const stop = story.flows.onChange(({ sdl }) => seen.push(sdl));
  await story.flows.reloadPlugins([], { force: promptTemplate.name });
  stop();
  expect(seen).toHaveLength(1);
  expect(seen[0]).not.toContain('modelOverride');
  expect(await states()).toEqual([]);
  expect(story.store.releases.heads('strategy')).toEqual([]);
  expect(story.store.releases.heads('tool')).toEqual([]);
});

test('fields of two plugins on one entity, with the resolver’s own batch per request', async () => {
  await story.flows.reloadPlugins([plugin('shout'), plugin('whisper')]);
  const { data, messages } = await story.ask(variantsOf('shout whisper'));
  expect(messages).toEqual([]);
  expect(data._entities).toEqual([
    { key: 'a', shout: 'HEY!', whisper: 'hey' },
    { key: 'b', shout: 'HO!', whisper: 'ho' },
  ]);
  expect((await story.ask('{ loudest }')).data.loudest).toEqual([2]);

  await story.flows.reloadPlugins([plugin('whisper')]);
  expect((await story.ask(variantsOf('whisper'))).data._entities[0]).toEqual({ key: 'a', whisper: 'hey' });
});

test('options change what a plugin does; wrong ones are refused', async () => {
  await story.flows.reloadPlugins([{ ...plugin('shout'), options: { mark: '?' } }]);
  expect((await story.ask(variantsOf('shout'))).data._entities[0].shout).toBe('HEY?');
  await story.flows.reloadPlugins([{ ...plugin('shout'), options: { mark: 1 } }]);
  const problem = 'the new version is refused: its options are refused: mark must be string';
  expect((await states())[0]).toMatchObject({ state: 'LOADED', problem });
  expect((await story.ask(variantsOf('shout'))).data._entities[0].shout).toBe('HEY?');
});

test('a plugin’s root fields need a scope, and see who asks', async () => {
  await story.flows.reloadPlugins([plugin('shout')]);
  const reader = { subject: 'rita', scopes: ['read'] as const };
  expect((await story.ask('{ who }', {}, reader)).data.who).toBe('rita');
  expect((await story.ask('{ who }', {}, { subject: 'cy', scopes: ['converse'] })).codes).toEqual(['FORBIDDEN']);
  expect((await story.ask('mutation { hush }', {}, reader)).codes).toEqual(['FORBIDDEN']);
});

test('one whose part of the graph clashes or is none is refused with its reason; the others and the graph go on', async () => {
  const bad = [plugin('clash'), plugin('hijack'), plugin('gibberish')];
  await story.flows.reloadPlugins([bad[0]!, promptTemplate, ...bad.slice(1), plugin('shout')]);
  const refused = (await states()).filter(({ state }: any) => state === 'REFUSED');
  expect(refused).toEqual([
    {
      name: 'clash',
      version: '1.0.0',
      state: 'REFUSED',
      problem: 'its part of the graph is refused: the field Conversation.unit is declared by the subgraph flows',
    },
    expect.objectContaining({ name: 'hijack', problem: expect.stringContaining('a resolver of Conversation.unit') }),
    expect.objectContaining({ name: 'gibberish', problem: expect.stringContaining('Syntax Error') }),
  ]);
  expect((await story.ask(variantsOf('shout modelOverride { name }'))).data._entities[0].shout).toBe('HEY!');
  expect((await story.start()).codes).toEqual([]);
});

test('a plugin whose type another one extends is reloaded, and upgraded', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'extended-'));
  const write = (name: string, typeDefs: string, resolvers: string) => {
    const text = `module.exports = { name: '${name}', version: '1', apiVersion: 1, options: { type: 'object' },
      setup: async ({ n }) => ({ graph: { typeDefs: \`${typeDefs}\`, resolvers: ${resolvers} } }) };`;
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, name, 'index.js'), text);
    return { path: path.join(folder, name), options: { n: 1 }, secrets: [], isolation: 'none' as const };
  };
  const shelf = 'type Rack @key(fields: "id") { id: ID! } extend type Query { rack: Rack }';
  const entries = [
    write('racks', shelf, '{ Query: { rack: () => ({ id: n }) } }'),
    write(
      'heights',
      'extend type Rack @key(fields: "id") { id: ID! @external height: Int }',
      '{ Rack: { height: ({ id }) => 100 + Number(id) } }',
    ),
  ];
  const racks = entries[0]!;
  for (const [next, options, id] of [
    [entries, {}, 1],
    [entries, { again: racks.path }, 1],
    [[{ ...racks, options: { n: 2 } }, entries[1]!], {}, 2],
  ] as const) {
    await story.flows.reloadPlugins(next, options);
    expect((await states()).slice(0, 2)).toEqual([
      { name: 'racks', version: '1', state: 'LOADED', problem: null },
      { name: 'heights', version: '1', state: 'LOADED', problem: null },
    ]);
    expect((await story.ask('{ rack { id height } }')).data.rack).toEqual({ id: String(id), height: 100 + id });
  }
  await story.flows.reloadPlugins([]);
  rmSync(folder, { recursive: true });
});

describe('the graph as a whole', () => {
  /** Like composition: it knows of `who` already, and may be broken by somebody else. */
  const composing = async (broken: boolean) => {
    const tried: string[] = [];
    const clash = async (sdl: string) => {
      tried.push(sdl);
      return broken || sdl.includes('who: String') ? 'Query.who is in "flows" and "others"' : undefined;
    };
    return { tried, story: await tell({ plugins: [plugin('whisper'), plugin('shout'), promptTemplate], clash }) };
  };

  test('decides too: what it cannot be composed with is refused, at the start and later, and the rest goes on', async () => {
    const { tried, story: other } = await composing(false);
    const refused = [
      {
        name: 'shout',
        state: 'REFUSED',
        problem: 'its part of the graph is refused: Query.who is in "flows" and "others"',
      },
    ];
    const look = async () => (await other.ask('{ plugins { name state problem } }')).data.plugins;
    expect(await look()).toEqual([
      { name: 'whisper', state: 'LOADED', problem: null },
      { name: 'prompt-template', state: 'LOADED', problem: null },
      ...refused,
    ]);
    expect(tried.at(-1)).toBe(other.flows.current.sdl);

    await other.flows.reloadPlugins([plugin('whisper'), promptTemplate]);
    const seen: string[] = [];
    other.flows.onChange(({ sdl }) => seen.push(sdl));
    await other.flows.reloadPlugins([plugin('shout'), { ...plugin('whisper'), concurrency: 9 }, promptTemplate]);
    expect((await look()).slice(2)).toEqual(refused);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain('whisper');
    expect(seen[0]).not.toContain('shout');
    await other.end();
  });

  test('that does not compose without any plugin either is nothing that a plugin is refused for', async () => {
    const { story: other } = await composing(true);
    expect((await other.ask('{ plugins { state } }')).data.plugins).toEqual(Array(3).fill({ state: 'LOADED' }));
    await other.end();
  });
});

test('a package that is not installed is refused with what to do', async () => {
  await story.flows.reloadPlugins([{ name: '@nobody/nothing', options: {}, secrets: [] }], {
    force: promptTemplate.name,
  });
  expect(await states()).toEqual([
    {
      name: '@nobody/nothing',
      version: null,
      state: 'REFUSED',
      problem: 'there is nothing to load at @nobody/nothing; npm install @nobody/nothing',
    },
  ]);
});
