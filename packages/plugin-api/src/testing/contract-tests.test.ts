import {
  type Contribution,
  defineAllocator,
  definePlugin,
  defineStrategy,
  type Plugin,
  type PluginTool,
  type Strategy,
} from '../index';
import { contractTests, fakeContext, fakeHost, openPlugin, type Samples } from './index';

const plugin = (contribution: Partial<Contribution>, change: Partial<Plugin> = {}): Plugin => ({
  ...definePlugin({
    ...{ name: 'p', version: '1.0.0', apiVersion: 1 },
    options: { type: 'object', properties: { a: { type: 'integer', default: 1 } }, additionalProperties: false },
    setup: async () => contribution,
  }),
  ...change,
});
const echo = defineStrategy({
  ...{ name: 'echo', version: '1', configKey: 'echo', effects: 'none' },
  config: { type: 'object', properties: {} },
  input: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false },
  output: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  execute: async ({ input }) => ({ text: input.text }),
});
const tool: PluginTool = {
  ...{ name: 'double', version: '1', description: 'Doubles.', effects: 'none' },
  input: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
  output: { type: 'number' },
  use: async ({ n }) => Number(n) * 2,
};
const even = defineAllocator({
  ...{ name: 'even', version: '1', options: { type: 'object', properties: {} } },
  allocate: async (arms) => Object.fromEntries(arms.map(({ variant }) => [variant, 1 / arms.length])),
});
const arms = ['a', 'b'].map((variant) => ({ variant, weight: 0.5, units: 10, sum: 3, sumSquares: 3 }));
const graph = {
  typeDefs: 'extend type Query { greeting(name: String!): String }',
  resolvers: { Query: { greeting: (_: unknown, { name }: { name: string }) => `Hello ${name}` } },
};
const samples: Samples = {
  strategies: { echo: { config: {}, input: { text: 'a' } } },
  tools: { double: { n: 2 } },
  allocators: { even: { arms } },
};
const whole = plugin({ strategies: [echo], tools: [tool], allocators: [even], graph });

const failures = async (tested: Plugin, given: Samples = samples) => {
  const problems: string[] = [];
  for (const { path, name, run } of contractTests(tested, given))
    await run().catch((error: Error) => problems.push(`${path}|${name}: ${error.message}`));
  return problems;
};

test('a good plugin has nothing to correct', async () => {
  expect(contractTests(whole, samples)).toHaveLength(10);
  expect(await failures(whole)).toEqual([]);
});

const only = (change: Partial<Strategy>) => plugin({ strategies: [{ ...echo, ...change } as Strategy] });
const echoOnly: Samples = { strategies: samples.strategies! };

test.each<[string, Plugin, Samples, string]>([
  [
    'an answer that its schema refuses',
    only({ execute: async () => ({}) as never }),
    echoOnly,
    'strategies.echo|strategy echo answers',
  ],
  ['an input schema that admits everything', only({ input: {} }), echoOnly, 'its input schema admits null'],
  [
    'an error that nobody understands',
    only({
      input: { type: 'object', properties: { text: {} } },
      execute: async ({ input }) => ({ text: (input as any).text.trim() }),
    }),
    echoOnly,
    'with the input {} it threw TypeError',
  ],
  [
    'one that goes on after its abort',
    only({
      execute: ({ emit }) =>
        new Promise(
          (resolve) =>
            void emit({ type: 'text', text: 'a' }).then(
              () => resolve({ text: 'a' }),
              () => {},
            ),
        ) as never,
    }),
    echoOnly,
    'it goes on 2000 ms after an abort at emit',
  ],
  [
    'keys of effects that change',
    only({
      effects: 'idempotent',
      execute: async ({ once }) => ({ text: await once(String(Math.random()), async () => 'a') }),
    }),
    echoOnly,
    'a resumed call performs 0.',
  ],
  [
    'chance outside of `once`',
    only({ execute: async () => ({ text: String(Math.random()) }) }),
    echoOnly,
    'a resumed call answers',
  ],
  [
    'effects that it does not say',
    only({ execute: async ({ once }) => ({ text: await once('mail', async () => 'a') }) }),
    echoOnly,
    "it says `effects: 'none'` and performs mail: say 'idempotent'",
  ],
  ['what has no sample', whole, echoOnly, 'there are no samples of its tools double'],
  [
    'a tool that answers something else',
    plugin({ tools: [{ ...tool, use: async () => 'a' }] }),
    { tools: samples.tools! },
    'its output schema refuses its answer: must be number.',
  ],
  [
    'weights of another sum',
    plugin({ allocators: [{ ...even, allocate: async () => ({ a: 1, b: 1 }) }] }),
    { allocators: samples.allocators! },
    'are not one for each variant that sum to 1',
  ],
  [
    'chance that is not the given one',
    plugin({
      allocators: [
        {
          ...even,
          allocate: async () => {
            const a = Math.random();
            return { a, b: 1 - a };
          },
        },
      ],
    }),
    { allocators: samples.allocators! },
    'take chance from `random` alone',
  ],
])('contract tests find %s', async (_, tested, given, problem) => {
  const found = await failures(tested, given);
  expect(found.filter((one) => one.includes(problem))).toHaveLength(1);
});

test.each<[string, Plugin, object, string]>([
  ['what is no plugin', {} as Plugin, {}, 'its default export is not a plugin'],
  [
    'a later version of the API',
    plugin({}, { apiVersion: 2 as never }),
    {},
    'written for version 2 of the plugin API, and this host has 1; update Trialogue',
  ],
  ['no version of the API', plugin({}, { apiVersion: undefined as never }), {}, 'write `apiVersion: 1`'],
  ['options', whole, { b: 1 }, 'its options are refused: must NOT have additional properties (b).'],
  [
    'a schema that is none',
    only({ output: { type: 'nonsense' } as never }),
    {},
    'the output schema of its strategy echo is none',
  ],
  [
    'a tool’s schema',
    plugin({ tools: [{ ...tool, input: { type: 'x' } as never }] }),
    {},
    'the input schema of its tool double is none',
  ],
  ['two of one name', plugin({ tools: [tool, tool] }), {}, 'two of its tools are called double'],
  ['SDL', plugin({ graph: { ...graph, typeDefs: 'extend {' } }), {}, 'its SDL does not parse: Syntax Error'],
  [
    'a resolver of nothing',
    plugin({ graph: { ...graph, resolvers: { Query: { ...graph.resolvers.Query, no: () => 1 } } } }),
    {},
    'a resolver of Query.no',
  ],
  [
    'a field without a resolver',
    plugin({ graph: { ...graph, resolvers: {} } }),
    {},
    'nothing answers its field Query.greeting',
  ],
])('a plugin is refused for %s', (_, tested, options, problem) =>
  expect(openPlugin(tested, options)).rejects.toThrow(problem),
);

test('an opened plugin answers by name, and its fields', async () => {
  const opened = await openPlugin(whole, {});
  expect(await opened.resolve('Query', 'greeting', { args: { name: 'Ana' } })).toBe('Hello Ana');
  expect(await opened.tool('double').use({ n: 2 }, { id: '1', signal: opened.host.signal })).toBe(4);
  expect(() => opened.strategy('no')).toThrow('the plugin brings no strategy no, only echo');
  await opened.stop();
  expect(opened.host.signal.aborted).toBe(true);
});

test('loads of one request are batched; secrets and the graph are what was given', async () => {
  const context = fakeContext({ scopes: ['read'] });
  const batches: (readonly string[])[] = [];
  const load = (key: string) =>
    context.load('n', key, async (keys) => {
      batches.push([...keys]);
      return keys.map((one) => one + one);
    });
  expect(await Promise.all(['a', 'b', 'a'].map(load))).toEqual(['aa', 'bb', 'aa']);
  expect(batches).toEqual([['a', 'b']]);
  const host = fakeHost({ secrets: { KEY: 'k' }, graph: (_, { n }) => ({ n }) });
  expect([await host.secret('KEY'), await host.graph('{ n }', { n: 1 })]).toEqual(['k', { n: 1 }]);
  await expect(host.secret('NO')).rejects.toThrow('list NO under `secrets`');
});
