import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '@trialogue/store/testing';
import { pluginFolder, strategy } from '../testing/plugin-folder';
import type { LoadedStrategy } from './loaded-plugin';
import { Plugins } from './plugins';
import type { PluginModule } from './trial';

const folder = pluginFolder();
afterAll(() => folder.remove());

const log: string[] = [];
const logger = {
  info: () => {},
  warn: (_: object, text: string) => log.push(text),
  error: (_: object, text: string) => log.push(text),
};
let tried: readonly PluginModule[];
let mounted: readonly PluginModule[];
const users: Record<string, string[]> = {};
let published: readonly LoadedStrategy[];
let refusals = new Map<string, string>();
const fresh = () =>
  new Plugins(
    {
      projectRoot: folder.root,
      secret: (name) => ({ KEY: 'of the house' })[name],
      logger,
      setupMs: 100,
    },
    {
      mountable: async (modules) => {
        tried = modules;
        return new Map([...refusals].filter(([name]) => modules.some(({ plugin }) => plugin === name)));
      },
      mount: (modules) => {
        mounted = modules;
      },
      users: async ({ strategies }) => strategies.flatMap((name) => users[name] ?? []),
      publish: async (strategies) => {
        published = strategies;
      },
    },
  );

const brings = (...strategies: string[]) => `setup: async () => ({ strategies: [${strategies.join()}] })`;

describe('a bad plugin is refused with its reason, and the others go on', () => {
  test.each([
    ['throws', `...(() => { throw new Error('no luck') })()`, 'its module throws when it is loaded: no luck'],
    ['no-setup', 'setup: 1', 'its default export is not a plugin; export what definePlugin answers'],
    [
      'of-tomorrow',
      'apiVersion: 2',
      expect.stringMatching(/^it was written for version 2 of the plugin API, and this/),
    ],
    [
      'of-another-shape',
      'apiVersion: 2, setup: undefined',
      expect.stringMatching(/^it was written for version 2 of the plugin API, and this/),
    ],
    ['nameless', `name: ''`, 'it needs a name, a version and a schema of its options'],
    ['bad-schema', `options: { type: 'ojbect' }`, expect.stringContaining('the schema of its options is none')],
    ['setup-fails', `setup: async () => { throw new Error('no door') }`, 'its setup failed: no door'],
    ['setup-hangs', 'setup: () => new Promise(() => {})', 'its setup failed: it took longer than 100 ms'],
    ['setup-empty', 'setup: async () => undefined', 'its setup answers no contribution'],
    ['no-execute', brings(strategy('x', '() => ({})', 'execute: 1')), 'its strategy x has no execute'],
    ['no-version', brings(strategy('x', '() => ({})', 'version: undefined')), 'one of its strategies has no version'],
    [
      'vague',
      brings(strategy('x', '() => ({})', `effects: 'some'`)),
      'its strategy x must say effects: none | idempotent | external',
    ],
    [
      'no-json-schema',
      brings(strategy('x', '() => ({})', `input: { type: 'text' }`)),
      expect.stringContaining('the input schema of its strategy x is none'),
    ],
    ['thrower', '...(() => { throw Object.create(null) })()', expect.stringContaining('its module throws')],
    ['first', `name: 'good'`, 'there is a plugin good before it'],
    ['thief', brings(strategy('fine')), 'its strategy fine is brought by the plugin good already'],
  ])('%s', async (name, body, problem) => {
    const good = folder.write('good', brings(strategy('fine')));
    const plugins = fresh();
    const states = await plugins.load([good, folder.write(name, body)]);
    expect(states).toMatchObject([
      { name: 'good', version: '1', state: 'LOADED' },
      { place: name, state: 'REFUSED', problem },
    ]);
    expect(published.map(({ strategy: { name } }) => name)).toEqual(['fine']);
    await plugins.close();
  });

  test.each(['before', 'after'])(
    'one that calls itself like another, listed %s it, is lent nothing of that one’s',
    async (where) => {
      const plugins = fresh();
      const good = folder.write('owner', '');
      await plugins.load([good]);
      const thief = folder.write(
        'pretender',
        `name: 'owner', setup: async () => { globalThis.pretended = true; return {}; }`,
      );
      const states = await plugins.load(where === 'before' ? [thief, good] : [good, thief]);
      expect(states).toMatchObject([
        { place: 'owner', state: 'LOADED' },
        { place: 'pretender', state: 'REFUSED', problem: 'there is a plugin owner before it' },
      ]);
      expect(globalThis).not.toHaveProperty('pretended');
      await plugins.close();
    },
  );

  test('also one that the graph refuses: it is stopped, and its strategies are gone', async () => {
    const body = `setup: async (_, host) => ({ graph: { typeDefs: '', resolvers: {} }, strategies: [${strategy('y')}],
      stop: async () => { globalThis.stoppedGraph = true } })`;
    refusals = new Map([['clashing', 'Query.a is there already']]);
    const plugins = fresh();
    const states = await plugins.load([folder.write('clashing', body)]);
    refusals = new Map();
    expect([tried.map(({ plugin }) => plugin), mounted]).toEqual([[], []]);
    expect(states).toMatchObject([{ state: 'REFUSED', problem: expect.stringContaining('Query.a is there already') }]);
    expect([plugins.strategy('y'), published]).toEqual([undefined, []]);
    await until(() => (globalThis as any).stoppedGraph === true);
  });

  test('also one whose module throws only when it is looked at', async () => {
    const entry = folder.write('trap', '');
    writeFileSync(
      path.join(folder.root, 'trap/index.js'),
      `module.exports = { get default() { throw new Error('not so') } };\n`,
    );
    const states = await fresh().load([entry, folder.write('good', '')]);
    expect(states.map(({ name, problem }) => [name, problem])).toEqual([
      ['good', undefined],
      ['trap', 'it cannot be opened: not so'],
    ]);
  });

  test('also one whose options are no JSON', async () => {
    const entry = { ...folder.write('odd', ''), options: { n: Number.NaN } };
    expect(await fresh().load([entry])).toMatchObject([{ name: 'odd', state: 'REFUSED' }]);
  });

  test('the log says where it was named', async () => {
    const entry = { ...folder.write('bad', 'setup: 1'), location: { file: 'config/plugins.yml', line: 7 } };
    await fresh().load([entry]);
    expect(log.at(-1)).toMatch(/^The plugin bad \(config\/plugins.yml:7\) is refused: its default export/);
  });
});

test('loading again stops what is gone or changed, keeps what is the same, and sees edited folders', async () => {
  const body = (word: string) => `options: { type: 'object', properties: { n: { type: 'number' } } },
    setup: async ({ n }, { signal }) => {
      const { seen } = globalThis;
      seen.push('${word} ' + n);
      return { stop: async () => { seen.push('stop ' + n + ' ' + signal.aborted) } };
    }`;
  const seen: string[] = [];
  Object.assign(globalThis, { seen });
  const plugins = fresh();
  const [a, b] = [folder.write('a', body('a')), folder.write('b', body('b'))];
  await plugins.load([
    { ...a, options: { n: 1 } },
    { ...b, options: { n: 2 } },
  ]);
  expect(seen.splice(0)).toEqual(['a 1', 'b 2']);
  await plugins.load([
    { ...a, options: { n: 1 } },
    { ...b, options: { n: 3 } },
  ]);
  await until(() => seen.length === 2);
  expect(seen.splice(0)).toEqual(['b 3', 'stop 2 true']);
  await plugins.load([{ ...b, options: { n: 3 } }]);
  await until(() => seen.length === 1);
  expect(seen.splice(0)).toEqual(['stop 1 true']);
  await plugins.close();
  expect(seen.splice(0)).toEqual(['stop 3 true']);
});

test('a plugin is not stopped under what runs with it, and loading does not wait for that', async () => {
  const plugins = fresh();
  const stops = `stop: async () => { globalThis.stoppedIdle = true }`;
  const body = `setup: async () => ({ strategies: [${strategy('runs')}], ${stops} })`;
  await plugins.load([folder.write('busy', body)]);
  const finish = new AbortController();
  const { calls } = plugins.strategy('runs')!;
  const call = { subject: '', nested: false, ms: 60_000, signal: new AbortController().signal };
  const execution = calls.run(call, () => once(finish.signal, 'abort'));
  await plugins.load([]);
  expect(plugins.strategy('runs')).toBeUndefined();
  const closed = plugins.close();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect((globalThis as any).stoppedIdle).toBeUndefined();
  finish.abort();
  await Promise.all([execution, closed]);
  expect((globalThis as any).stoppedIdle).toBe(true);
});

test.each([
  ['at-once', 'stop: () => { throw new Error() }'],
  ['later', 'stop: async () => { throw new Error() }'],
])('a plugin that fails to stop %s is left, with a warning', async (name, stop) => {
  log.splice(0);
  const plugins = fresh();
  await plugins.load([folder.write(name, `setup: async () => ({ ${stop} })`)]);
  await expect(plugins.close()).resolves.toBeUndefined();
  expect(log.at(-1)).toBe('The plugin did not stop cleanly.');
});

test('a plugin gets the secrets that its entry lists, and no other', async () => {
  const asks = (name: string) => `setup: async (_, host) => { throw new Error(await host.secret('${name}')) }`;
  const plugins = fresh();
  const problemOf = async (name: string, secrets: string[]) =>
    (await plugins.load([{ ...folder.write(`asks-${name}-${secrets.length}`, asks(name)), secrets }]))[0]!.problem;
  expect(await problemOf('KEY', ['KEY'])).toBe('its setup failed: of the house');
  expect(await problemOf('KEY', [])).toContain('list KEY under `secrets`');
  expect(await problemOf('OTHER', ['OTHER'])).toContain('OTHER is not set');
});

test('defaults of options are filled in', async () => {
  const body = `options: { type: 'object', properties: { n: { type: 'number', default: 7 } } },
    setup: async ({ n }) => { throw new Error('n is ' + n) }`;
  expect((await fresh().load([folder.write('defaults', body)]))[0]!.problem).toBe('its setup failed: n is 7');
});

test('a module’s default export counts', async () => {
  folder.write('esm', '');
  const file = path.join(folder.root, 'esm/index.js');
  writeFileSync(
    file,
    `exports.default = { name: 'esm', version: '2', apiVersion: 1, options: {}, setup: async () => ({}) };\n`,
  );
  const states = await fresh().load([{ path: 'esm', options: {}, secrets: [], isolation: 'none' }]);
  expect(states).toMatchObject([{ name: 'esm', version: '2', state: 'LOADED' }]);
});
