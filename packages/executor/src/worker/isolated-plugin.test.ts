import type { GraphContext, Logger } from '@trialogue/plugin-api';
import { until } from '@trialogue/store/testing';
import type { OpenedContribution } from '../plugins/opened-contribution';
import type { Surroundings } from '../plugins/surroundings';
import { quiet, unlessTold } from '../testing/executing';
import { pluginFolder, strategy } from '../testing/plugin-folder';
import { openIsolated } from './isolated-plugin';

const { isolation = 'process' } = unlessTold.entry ?? {};
const folder = pluginFolder();
const opened: OpenedContribution[] = [];
afterAll(async () => {
  await Promise.all(opened.map(({ stop }) => stop()));
  folder.remove();
});

let count = 0;
const taken = 'taken';
async function open(body: string, change: Partial<Surroundings> = {}, options = {}) {
  count += 1;
  const surroundings = { projectRoot: folder.root, secret: () => 'of the house', logger: quiet, ...change };
  const written = folder.write(`p${count}`, body);
  const entry = { ...written, isolation, options, secrets: ['KEY'], memory_mb: 64 };
  const plugin = await openIsolated(entry, surroundings, async (name) => name === taken);
  opened.push(plugin);
  return plugin;
}

const loadsOfItsOwn = () => () => Promise.reject(new Error('loads are the worker’s own'));
const contextOf = (
  signal = new AbortController().signal,
  logger: Logger = quiet,
  load: GraphContext['load'] = loadsOfItsOwn(),
): GraphContext => ({
  caller: { subject: 'ana', scopes: ['read'] },
  requestId: 'r',
  signal,
  logger,
  load,
});
const resolverOf = ({ contribution }: OpenedContribution, type: string, field: string) =>
  contribution.graph!.resolvers[type]![field] as any;

describe('a start', () => {
  test.each([
    ['is none', 'setup: 5', 'its default export is not a plugin; export what definePlugin answers'],
    ['throws', "setup: async () => { throw new Error('no licence'); }", 'its setup failed: no licence'],
    ['answers nothing', 'setup: async () => 5', 'its setup answers no contribution'],
    [
      'is called as another',
      `name: '${taken}', setup: async () => process.exit(4)`,
      'there is a plugin taken before it',
    ],
    ['exits', 'setup: async () => process.exit(4)', 'its setup failed: its worker ended: it called process.exit(4)'],
  ])('of a plugin that %s refuses it', async (_, body, message) => {
    await expect(open(body)).rejects.toThrow(message);
  });

  test('that loops refuses it too', async () => {
    const looping = open('setup: async () => { for (;;); }', { setupMs: 1_000 });
    await expect(looping).rejects.toThrow('its setup failed: it took longer than 1000 ms');
  });

  test('with options that its schema refuses', async () => {
    const schema = "options: { type: 'object', properties: { most: { type: 'integer', default: 3 } } }";
    await expect(open(schema, {}, { most: 'x' })).rejects.toThrow('its options are refused: most must be integer');
  });

  test('sees options with their defaults, its secrets by name, and no environment', async () => {
    const { contribution } = await open(`
      options: { type: 'object', properties: { most: { type: 'integer', default: 3 } } },
      setup: async (options, host) => {
        const seen = { options, env: { ...process.env }, key: await host.secret('KEY'), other: await host.secret('OTHER').catch((e) => e.message) };
        return { tools: [{ name: 'seen', version: '1', description: '', input: {}, effects: 'none', use: async () => seen }] };
      }`);
    const signal = new AbortController().signal;
    expect(await contribution.tools![0]!.use({}, { id: 't', signal })).toEqual({
      options: { most: 3 },
      env: {},
      key: 'of the house',
      other: 'list OTHER under `secrets` of the plugin to let it read it',
    });
  });
});

describe('its fields', () => {
  const graph = (resolvers: string, more = '', logger: Logger = quiet) =>
    open(
      `setup: async () => ({ graph: { typeDefs: 'type Query { a: Int }', resolvers: { ${resolvers} }, ${more} } })`,
      {
        logger,
      },
    );

  test('are answered with their parent, arguments and caller; loads of one request are one batch', async () => {
    const plugin = await graph(`Query: { a: async (parent, { key }, { caller, load }) => [
      parent, caller.subject, await load('double', key, async (keys) => keys.map((one) => [one, keys.length])) ] }`);
    const resolve = resolverOf(plugin, 'Query', 'a');
    const load = loadsOfItsOwn();
    const ask = (key: string, ofRequest: GraphContext['load']) =>
      resolve({ of: key }, { key }, contextOf(undefined, quiet, ofRequest));
    const [other, ...asked] = await Promise.all([
      ask('x', loadsOfItsOwn()),
      ...['x', 'y', 'x'].map((key) => ask(key, load)),
    ]);
    expect(other).toEqual([{ of: 'x' }, 'ana', ['x', 1]]);
    expect(asked).toEqual([
      [{ of: 'x' }, 'ana', ['x', 2]],
      [{ of: 'y' }, 'ana', ['y', 2]],
      [{ of: 'x' }, 'ana', ['x', 2]],
    ]);
  });

  test('fail with name, message and code of what they throw', async () => {
    const plugin = await graph(
      `Query: { a: () => { throw Object.assign(new RangeError('too far'), { code: 'FAR', secret: 5 }); }, b: () => { throw 'text' } }`,
    );
    const error = await resolverOf(plugin, 'Query', 'a')(null, {}, contextOf()).catch((thrown: unknown) => thrown);
    expect({ ...error, name: error.name, message: error.message }).toEqual({
      ...{ name: 'RangeError', message: 'too far', code: 'FAR' },
    });
    await expect(resolverOf(plugin, 'Query', 'b')(null, {}, contextOf())).rejects.toBe('text');
  });

  test('of entities are found all at once', async () => {
    const plugin = await graph(
      '',
      "references: { Thing: async (keys, { requestId }) => keys.map(({ id }) => ({ id, requestId })) }, scopes: { Query: { a: ['admin'] } }",
    );
    const module = plugin.contribution.graph!;
    expect(await module.references!.Thing!([{ id: '1' }, { id: '2' }], contextOf())).toEqual([
      { id: '1', requestId: 'r' },
      { id: '2', requestId: 'r' },
    ]);
    expect([module.typeDefs, module.scopes]).toEqual(['type Query { a: Int }', { Query: { a: ['admin'] } }]);
  });

  test('of a subscription hold back who yields, and end with whoever listens', async () => {
    const lines: string[] = [];
    const logger = { ...quiet, info: (_: object, text: string) => void lines.push(text) };
    const ticks = `Subscription: { ticks: { async *subscribe({ from }, { logger }) {
      try { for (let n = from; ; n += 1) { logger.info({}, 'tick ' + n); yield n; } } finally { logger.info({}, 'closed'); }
    } } }`;
    const plugin = await graph(ticks, '', logger);
    const context = contextOf(new AbortController().signal, logger);
    const events = resolverOf(plugin, 'Subscription', 'ticks').subscribe({ from: 5 }, context);
    const iterator = events[Symbol.asyncIterator]();
    expect([(await iterator.next()).value, (await iterator.next()).value]).toEqual([5, 6]);
    await iterator.return();
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    await until(() => lines.includes('closed'));
    expect(lines.filter((line) => line.startsWith('tick')).length).toBeLessThanOrEqual(4);
  });

  test('of a subscription fail when its worker ends, and are there again afterwards', async () => {
    const plugin = await graph(`Subscription: {
      ends: { async *subscribe() { yield 1; process.exit(1); } }, fails: { async *subscribe() { throw new Error('dry'); } },
      two: { async *subscribe() { yield 1; yield 2; } } }`);
    const listen = async (field: string) => {
      const heard: unknown[] = [];
      for await (const event of resolverOf(plugin, 'Subscription', field).subscribe({}, contextOf())) heard.push(event);
      return heard;
    };
    await expect(listen('ends')).rejects.toMatchObject({ code: 'PLUGIN_CRASHED' });
    await expect(listen('fails')).rejects.toThrow('dry');
    expect(await listen('two')).toEqual([1, 2]);
    expect(plugin.restarts!()).toBe(1);
  });
});

test('an allocator draws from a seed: the same draws give the same weights', async () => {
  const { contribution } = await open(`setup: async () => ({ allocators: [{ name: 'a', version: '1', options: {},
    allocate: async (arms, { options, random }) => ({ [arms[0].variant]: random(), [options.other]: random() }) }] })`);
  const allocate = (draw: number) =>
    contribution.allocators![0]!.allocate([{ variant: 'x', weight: 1, units: 1, sum: 1, sumSquares: 1 }], {
      ...{ options: { other: 'y' }, random: () => draw, signal: new AbortController().signal },
    });
  const weights = await allocate(0.25);
  expect(await allocate(0.25)).toEqual(weights);
  expect(await allocate(0.5)).not.toEqual(weights);
  expect(Object.values(weights).every((weight) => weight >= 0 && weight < 1)).toBe(true);
});

test('what it logs is bounded in number and size, and its output is part of it', async () => {
  const lines: { text: string; data: any }[] = [];
  const logger = { ...quiet, info: (data: object, text: string) => void lines.push({ data, text }) };
  const { contribution } = await open(
    `setup: async ({}, host) => ({ tools: [{ name: 'log', version: '1', description: '', input: {}, effects: 'none', use: async () => {
      console.log('said %d', 5);
      host.logger.info({ err: new TypeError('wrong'), big: 1n }, 'no JSON');
      host.logger.info({ big: 'x'.repeat(1e6) }, 'y'.repeat(1e6));
      for (let n = 0; n < 1e6; n += 1) host.logger.info({ n }, 'again');
      return 'done';
    } }] })`,
    { logger },
  );
  await contribution.tools![0]!.use({}, { id: 't', signal: new AbortController().signal });
  expect(lines[0]).toMatchObject({ text: 'said 5', data: { stream: 'stdout', plugin: expect.any(String) } });
  expect(lines[1]).toMatchObject({ text: 'no JSON', data: { leftOut: expect.stringContaining('BigInt') } });
  expect(lines[2]).toMatchObject({ text: expect.stringMatching(/^y{4096}$/), data: { leftOut: '1000010 characters' } });
  expect(lines.length).toBeLessThan(1_000);
});

test('memory outside of the heap is found out too', async () => {
  const { contribution } = await open(
    `setup: async () => ({ tools: [{ name: 'buffers', version: '1', description: '', input: {}, effects: 'external', use: async () => {
      globalThis.kept = Buffer.alloc(100 * 2 ** 20, 1);
      await new Promise(() => {});
    } }] })`,
  );
  const using = contribution.tools![0]!.use({}, { id: 't', signal: new AbortController().signal });
  await expect(using).rejects.toThrow('it needed more than 64 MB of memory outside of its heap, in buffers');
});

test('one that loops after it has asked its host is executed once, and named', async () => {
  const begun: string[] = [];
  const get = async (key: string) => void begun.push(key);
  const { contribution } = await open(
    `setup: async ({}, host) => ({ strategies: [${strategy('loops', "() => { await host.records.get('a'); for (;;); }")}] })`,
    { records: () => ({ get }) as any, workerLimits: { silentMs: 1_000 } },
  );
  const call = { signal: new AbortController().signal, logger: quiet, events: {} } as any;
  await expect(contribution.strategies![0]!.execute(call)).rejects.toMatchObject({ code: 'STRATEGY_CRASHED' });
  expect(begun).toEqual(['a']);
});

test('so many are asked of a worker at once, and one more is refused', async () => {
  const { contribution } = await open(
    `setup: async () => ({
      strategies: [${strategy('waits', '() => new Promise(() => {})')}],
      tools: [{ name: 'waits', version: '1', description: '', input: {}, effects: 'none', use: () => new Promise(() => {}) }],
    })`,
    { workerLimits: { mostAsks: 2 } },
  );
  const over = new AbortController();
  const use = () => contribution.tools![0]!.use({}, { id: 't', signal: over.signal });
  const under = [use(), use()];
  const reason = '2 requests to its worker are under way already';
  await expect(use()).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE', data: { what: 'the tool waits', reason } });
  const call = { signal: over.signal, logger: quiet, events: {} } as any;
  const execution = contribution.strategies![0]!.execute(call);
  await expect(execution).rejects.toMatchObject({ code: 'STRATEGY_UNAVAILABLE', data: { reason } });
  over.abort(new Error('over'));
  expect(await Promise.allSettled(under)).toMatchObject([
    { reason: over.signal.reason },
    { reason: over.signal.reason },
  ]);
});

describe('one that ends again and again', () => {
  const ending = strategy('ends', '() => process.exit(1)');
  const call = () => ({ signal: new AbortController().signal, logger: quiet, events: {} }) as any;

  test('is given up, and says so at once', async () => {
    const { contribution, ended, restarts } = await open(`setup: async () => ({ strategies: [${ending}] })`, {
      workerLimits: { mostEnds: 3, firstRestartMs: 1 },
    });
    const [{ execute }] = contribution.strategies as any;
    for (let times = 0; times < 3; times += 1)
      await expect(execute(call())).rejects.toMatchObject({ code: 'STRATEGY_CRASHED' });
    const reason = 'it ended 3 times within a minute, the last time because it called process.exit(1)';
    expect(await ended).toBe(reason);
    await expect(execute(call())).rejects.toMatchObject({ code: 'STRATEGY_UNAVAILABLE', data: { reason } });
    expect(restarts!()).toBe(2);
  });

  test('does not let calls wait for long', async () => {
    const { contribution } = await open(`setup: async () => ({ strategies: [${ending}] })`, {
      workerLimits: { firstRestartMs: 60_000, waitMs: 50 },
    });
    const [{ execute }] = contribution.strategies as any;
    await expect(execute(call())).rejects.toMatchObject({ code: 'STRATEGY_CRASHED' });
    await expect(execute(call())).rejects.toMatchObject({
      code: 'STRATEGY_UNAVAILABLE',
      data: {
        reason: expect.stringMatching(/^its worker is started again in \d+ ms$/),
        retryAfterMs: expect.any(Number),
      },
    });
  });
});

test.each([
  ['of another version', '2', ''],
  ['of the same version', '1', 'globalThis.changed = 1;'],
])('files that have changed, %s, are not taken by a restart, nor run', async (_, version, change) => {
  const ran: string[] = [];
  const logger = { ...quiet, info: (__: object, text: string) => void ran.push(text) };
  const body = (number: string, more: string) => `version: '${number}', setup: async (_, { logger }) => {
    ${more}
    logger.info({}, 'set up ${number}${more && ' anew'}');
    return { strategies: [${strategy('ends', '() => process.exit(1)')}] };
  }`;
  const plugin = await open(body('1', ''), { logger, workerLimits: { mostEnds: 2, firstRestartMs: 200 } });
  folder.write(`p${count}`, body(version, change));
  const call = { signal: new AbortController().signal, logger: quiet, events: {} } as any;
  await expect(plugin.contribution.strategies![0]!.execute(call)).rejects.toMatchObject({ code: 'STRATEGY_CRASHED' });
  expect(await plugin.ended).toContain('its files are of another version than was loaded; reload it');
  expect(ran).toEqual(['set up 1']);
});

test('a stop aborts its signal and lets it clean up, within its time', async () => {
  const lines: string[] = [];
  const logger = { ...quiet, info: (_: object, text: string) => void lines.push(text) };
  const setup = (stop: string) => `setup: async (_, { logger, signal }) => {
    signal.addEventListener('abort', () => logger.info({}, 'aborted'));
    return { stop: async () => { logger.info({}, 'stopped'); ${stop} } };
  }`;
  const stopped = await open(setup(''), { logger });
  await stopped.stop();
  expect(lines).toEqual(['aborted', 'stopped']);
  const hanging = await open(setup('for (;;);'), { logger });
  await hanging.stop();
  expect(lines.length).toBe(4);
});
