import { once } from 'node:events';
import { until } from '@trialogue/store/testing';
import { pluginFolder, strategy } from '../testing/plugin-folder';
import type { PluginEntry } from './entries';
import type { LoadedStrategy } from './loaded-plugin';
import { Plugins } from './plugins';

const folder = pluginFolder();
afterAll(() => folder.remove());

/** What happened to the versions of plugins, in order. */
const seen: string[] = [];
Object.assign(globalThis, { upgraded: seen });
beforeEach(() => void seen.splice(0));

/** A plugin whose options say what its next version is like. */
const body = `options: { type: 'object', properties: { v: { type: 'integer' }, fails: { type: 'boolean' },
    brings: { type: 'array', items: { type: 'string' } }, field: { type: 'string' } } },
  setup: async ({ v, fails, brings = [], field }) => {
    globalThis.upgraded.push('setup ' + v);
    if (fails) throw new Error('no luck with ' + v);
    const strategies = brings.map((name) => ({ ...${strategy('x', '() => ({ v })')}, name }));
    const graph = field && { typeDefs: field, resolvers: {} };
    return { strategies, ...(graph && { graph }), stop: async () => { globalThis.upgraded.push('stop ' + v) } };
  }`;
const [one, other] = [folder.write('one', body), folder.write('other', body)];
const at = (entry: PluginEntry, options: object): PluginEntry => ({ ...entry, options: { ...options } });

function serving(users: Record<string, string[]> = {}, workerLimits = {}) {
  const known = { mounted: [] as string[], published: [] as string[], failures: 0 };
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  let asked: Promise<void> | undefined;
  const plugins = new Plugins(
    { projectRoot: folder.root, secret: () => undefined, logger, workerLimits },
    {
      async mountable(modules) {
        return new Map(
          modules.filter(({ module }) => module.typeDefs === 'bad').map(({ plugin }) => [plugin, 'a clash']),
        );
      },
      mount: (modules) => {
        known.mounted = modules.map(({ plugin, module }) => `${plugin}: ${module.typeDefs}`);
      },
      users: async (names) => Object.values(names).flatMap((each) => each.flatMap((name: string) => users[name] ?? [])),
      publish: async (strategies: readonly LoadedStrategy[]) => {
        if (known.failures-- > 0) throw new Error('the database is away');
        known.published = strategies.map(({ strategy: { name } }) => name);
      },
      unmounted: () => asked ?? Promise.resolve(),
    },
  );
  const askUntil = (end: Promise<void>) => {
    asked = end;
  };
  return { plugins, known, askUntil };
}

const runOf = async (plugins: Plugins, name: string) => {
  const loaded = plugins.strategy(name)!;
  return loaded.strategy.execute({} as any);
};

describe('a new version that does not stand its trial leaves the old one as it is', () => {
  test.each([
    ['its setup fails', { v: 2, fails: true, brings: ['s'] }, 'its setup failed: no luck with 2'],
    ['its options are refused', { v: 'two', brings: ['s'] }, 'its options are refused: v must be integer'],
    ['its strategy is none', { v: 2, brings: ['s', ''] }, 'one of its strategies has no name'],
    ['the graph refuses it', { v: 2, brings: ['s'], field: 'bad' }, 'its part of the graph is refused: a clash'],
    [
      'it takes another’s strategy',
      { v: 2, brings: ['s', 't'] },
      'its strategy t is brought by the plugin other already',
    ],
    ['it lacks what is in use', { v: 2 }, 'it has no s any more, which e/a use'],
  ])('%s', async (_, next, problem) => {
    const { plugins, known } = serving({ s: ['e/a'] });
    const first = at(one, { v: 1, brings: ['s'], field: 'good' });
    await plugins.load([first, at(other, { v: 9, brings: ['t'] })]);
    const [state] = await plugins.load([at(one, next), at(other, { v: 9, brings: ['t'] })]);
    expect(state).toMatchObject({ name: 'one', state: 'LOADED', problem: `the new version is refused: ${problem}` });
    expect(await runOf(plugins, 's')).toEqual({ v: 1 });
    expect(known).toMatchObject({ mounted: ['one: good'], published: ['s', 't'] });
    expect(seen.filter((what) => what.startsWith('stop'))).not.toContain('stop 1');

    const [back] = await plugins.load([first, at(other, { v: 9, brings: ['t'] })]);
    expect(back!.problem).toBeUndefined();
    await plugins.close();
    expect(seen.filter((what) => what === 'stop 1')).toHaveLength(1);
  });
});

test('a new version replaces the old at once, which goes on under what runs with it and who asks the graph', async () => {
  const { plugins, known, askUntil } = serving();
  const [asking, running] = [new AbortController(), new AbortController()];
  askUntil(once(asking.signal, 'abort').then(() => undefined));
  await plugins.load([at(one, { v: 1, brings: ['s'], field: 'f1' })]);
  const call = { subject: '', nested: false, ms: 60_000, signal: new AbortController().signal };
  const old = plugins.strategy('s')!;
  const execution = old.calls.run(call, () => once(running.signal, 'abort'));

  await plugins.load([at(one, { v: 2, brings: ['s'], field: 'f2' })]);
  expect(await runOf(plugins, 's')).toEqual({ v: 2 });
  expect(known.mounted).toEqual(['one: f2']);
  asking.abort();
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual(['setup 1', 'setup 2']);
  running.abort();
  await execution;
  await until(() => seen.includes('stop 1'));
  expect(plugins.states[0]).toMatchObject({ calls: 1, failures: 0 });
  await plugins.close();
});

test('strategies that experiments use keep their plugin, until it is forced', async () => {
  const users: Record<string, string[]> = { s: ['meals/a', 'meals/b'] };
  const { plugins } = serving(users);
  const entries = [at(one, { v: 1, brings: ['s'] }), at(other, { v: 2, brings: ['t'] })];
  await plugins.load(entries);
  const states = await plugins.load([]);
  expect(states).toMatchObject([
    { name: 'one', state: 'LOADED', problem: expect.stringContaining('in use by meals/a, meals/b;') },
  ]);
  expect([plugins.strategy('s') !== undefined, plugins.strategy('t')]).toEqual([true, undefined]);
  expect(await plugins.load([], { force: 'one' })).toEqual([]);

  await plugins.load(entries);
  delete users.s;
  expect(await plugins.load([])).toEqual([]);
  await plugins.close();
});

test('what has not changed is not opened again; what is named is, and a folder whose files have changed', async () => {
  const { plugins } = serving();
  const entries = [at(one, { v: 1 }), at(other, { v: 2 })];
  await plugins.load(entries);
  await plugins.load(entries);
  expect(seen).toEqual(['setup 1', 'setup 2']);
  await plugins.load(entries, { again: 'other' });
  await until(() => seen.includes('stop 2'));
  expect(seen).toEqual(['setup 1', 'setup 2', 'setup 2', 'stop 2']);
  folder.write('one', `${body}, version: '1.0.1'`);
  await plugins.load(entries);
  await until(() => seen.includes('stop 1'));
  expect(seen.slice(4)).toEqual(['setup 1', 'stop 1']);
  await plugins.close();
});

test('a strategy moves from one plugin to another when both change together', async () => {
  const { plugins } = serving();
  await plugins.load([at(one, { v: 1 }), at(other, { v: 1, brings: ['s'] })]);
  const states = await plugins.load([at(one, { v: 2, brings: ['s'] }), at(other, { v: 2 })]);
  expect(states.map(({ problem }) => problem)).toEqual([undefined, undefined]);
  expect(plugins.strategy('s')?.plugin).toBe('one');

  // The other way it fails, for the one that would take it is refused, and nobody would be left with it.
  const back = await plugins.load([at(one, { v: 3, fails: true }), at(other, { v: 3, brings: ['s'] })]);
  expect(back.map(({ problem }) => problem)).toEqual([
    'the new version is refused: its setup failed: no luck with 3',
    'the new version is refused: its strategy s is brought by the plugin one already',
  ]);
  expect(await runOf(plugins, 's')).toEqual({ v: 2 });
  await plugins.close();
});

test('what fails for good while another plugin is being loaded has failed', async () => {
  const dying = folder.write(
    'dying',
    `setup: async () => ({ strategies: [${strategy('dies', '() => process.exit(1)')}] })`,
  );
  const slow = folder.write('slow', 'setup: async () => { await globalThis.gate; return {}; }');
  const gate = new AbortController();
  Object.assign(globalThis, { gate: once(gate.signal, 'abort') });
  const { plugins } = serving({}, { mostEnds: 1 });
  const first: PluginEntry = { ...dying, isolation: 'worker' };
  await plugins.load([first]);
  const loading = plugins.load([first, slow]);
  const call = { signal: new AbortController().signal, events: {}, prompts: {}, models: {}, policies: {} } as any;
  await expect(plugins.strategy('dies')!.strategy.execute(call)).rejects.toMatchObject({ code: 'STRATEGY_CRASHED' });
  await until(() => plugins.states[0]!.state === 'FAILED');
  gate.abort();
  expect(await loading).toMatchObject([
    { name: 'dying', state: 'FAILED', problem: expect.stringContaining('it ended 1 times') },
    { name: 'slow', state: 'LOADED' },
  ]);
  expect(plugins.states[0]!.state).toBe('FAILED');
  await plugins.close();
});

test('what could not be published is tried again, until it is or a newer load was', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  try {
    const { plugins, known } = serving();
    known.failures = 2;
    await expect(plugins.load([at(one, { v: 1, brings: ['s'] })])).rejects.toThrow('the database is away');
    expect(plugins.strategy('s')).toBeDefined();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(known).toMatchObject({ failures: 0, published: [] });
    await jest.advanceTimersByTimeAsync(4_000);
    expect(known).toMatchObject({ failures: -1, published: ['s'] });

    known.failures = 1;
    await expect(plugins.load([at(one, { v: 1, brings: ['t'] })])).rejects.toThrow('the database is away');
    await plugins.load([at(one, { v: 1, brings: ['u'] })]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(known).toMatchObject({ failures: -1, published: ['u'] });

    known.failures = 9;
    await expect(plugins.load([at(one, { v: 1, brings: ['s'] })])).rejects.toThrow('the database is away');
    const closing = plugins.close();
    await jest.advanceTimersByTimeAsync(60_000);
    await closing;
    expect(known.failures).toBe(8);
  } finally {
    jest.useRealTimers();
  }
});
