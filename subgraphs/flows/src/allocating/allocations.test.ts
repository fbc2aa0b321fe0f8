import type { ExperimentSnapshot } from '@trialogue/assignment';
import { DomainError } from '@trialogue/errors';
import type { GraphPort, LoadedAllocator } from '@trialogue/executor';
import type { Allocator } from '@trialogue/plugin-api';
import { compileSchema } from '@trialogue/plugin-api/host';
import { Store } from '@trialogue/store';
import { createTestDatabase, silent, until } from '@trialogue/store/testing';
import { Allocations } from './allocations';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
let open: Allocations[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
  store = await Store.open({ url: database.url, logger: silent });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(open.map((one) => one.stop()));
  open = [];
  await store.close();
  await database.drop();
});

const allocator = {
  ...{ name: 'fair', options: {}, outcome: { event: 'bought' }, everyMs: 60_000, minUnits: 2, floor: 0.1 },
  fromAllocation: 1,
};

async function publish(more: Partial<ExperimentSnapshot> = {}): Promise<string> {
  const variant = (key: string, weight: number) => ({
    ...{ key, weight, isControl: key === 'a', executionStrategy: 'none', config: {}, pins: {}, arm: key, value: key },
  });
  const body = {
    ...{ key: 'meal', unitType: 'user', status: 'RUNNING', salt: 's', allocation: 1, traffic: 1, allocator },
    ...{ variants: [variant('a', 3), variant('b', 1)], ...more },
  };
  const release = { kind: 'experiment', key: body.key, schema: 1, body };
  const { hash } = await store.transaction((sql) => store.releases.publish(sql, release));
  await store.releases.refresh();
  return hash;
}

/** Two units of each variant, of which one of `b` bought; known to every reader of the log. */
async function met(): Promise<void> {
  const at = '2026-11-23T10:00:00.000Z';
  const exposure = (unit: string, variant: string) => ({
    ...{ unit, variant, experiment: 'meal', allocation: 1, release: 'r', arm: variant, bucket: 0.5, propensity: 0.5 },
    ...{ reason: 'ASSIGNED', standIn: false, at },
  });
  await store.events.exposeAll([exposure('1', 'a'), exposure('2', 'a'), exposure('3', 'b'), exposure('4', 'b')]);
  await store.events.append(store.sql, [{ unit: '3', id: '1', type: 'bought', at }]);
  const count = { event: 'bought', fromAllocation: 1 };
  await until(async () => {
    const found = await store.allocators.outcomes('meal', count, new AbortController().signal);
    return found!.reduce((sum, one) => sum + one.units + one.sum, 0) === 5;
  });
}

const schema = { type: 'object', properties: {} };
const bringing = (allocate: Allocator['allocate']): LoadedAllocator => ({
  ...{ plugin: 'p', running: { during: (work: () => Promise<unknown>) => work() } as never },
  ...{ allocator: { name: 'fair', version: '7', options: schema, allocate }, options: compileSchema<any>(schema) },
});

function runner(
  allocate: Allocator['allocate'] | undefined = async () => ({ a: 0, b: 1 }),
  more: { graph?: GraphPort; clock?: () => Date } = {},
) {
  const asked: unknown[][] = [];
  const graph: GraphPort = async (...args) => void asked.push(args);
  const loaded = bringing(allocate);
  const plugins = { allocator: (name: string) => (name === 'fair' ? loaded : undefined) };
  const services = { store, plugins, graph, clock: () => new Date(), logger: silent, lookEveryMs: 1_000, ...more };
  const allocations = new Allocations(services);
  open.push(allocations);
  const look = async () => {
    await allocations.look();
    await allocations.settled();
  };
  return { allocations, asked, look };
}

const run = async () => (await store.allocators.runs(['meal']))[0];

test('what the allocator chooses by the outcomes goes to the graph, under the release that it was asked for', async () => {
  const release = await publish();
  await met();
  const arms = jest.fn();
  const { asked, look } = runner(async (given) => {
    arms(given);
    return { a: 0, b: 1 };
  });
  await look();
  const outcomes = [
    { variant: 'a', weight: 0.75, units: 2, sum: 0, sumSquares: 0 },
    { variant: 'b', weight: 0.25, units: 2, sum: 1, sumSquares: 1 },
  ];
  expect(arms).toHaveBeenCalledWith(outcomes);
  expect(asked).toEqual([
    [
      expect.stringContaining('allocate(input: $input)'),
      {
        input: {
          ...{ experiment: 'meal', release, allocator: 'fair', because: { allocator: 'fair@7', outcomes } },
          weights: [
            { variant: 'a', weight: 0.1 },
            { variant: 'b', weight: expect.closeTo(0.9, 12) },
          ],
        },
      },
      { subject: 'allocator:fair', scopes: ['edit'] },
    ],
  ]);
  expect(await run()).toMatchObject({ lastAt: expect.any(Date), lastProblem: null, failures: 0 });
  await look();
  expect(asked).toHaveLength(1); // it is not due
});

test('of two processes one runs it', async () => {
  await publish();
  await met();
  const [one, other] = [runner(), runner()];
  await Promise.all([one.look(), other.look()]);
  expect(one.asked.length + other.asked.length).toBe(1);
});

test('weights that would hardly move stay, and too few units are waited for', async () => {
  await publish({ allocator: { ...allocator, minUnits: 3, everyMs: 0 } });
  await met();
  const { asked, look } = runner(async () => ({ a: 0.8175, b: 0.1825 })); // 0.754 and 0.246 above the floors
  await look();
  expect(await run()).toMatchObject({
    ...{ lastProblem: 'it waits for 3 units of each variant: a has 2, b has 2', failures: 0 },
  });
  await publish({ allocator: { ...allocator, everyMs: 0 } });
  await look();
  expect(await run()).toMatchObject({ lastProblem: null, failures: 0 });
  expect(asked).toEqual([]);
});

test.each<[string, Partial<ExperimentSnapshot>]>([
  ['paused', { status: 'PAUSED' }],
  ['stopped', { status: 'STOPPED' }],
  ['not begun', { startsAt: '2999-01-01T00:00:00.000Z' }],
  ['over', { endsAt: '2026-01-01T00:00:00.000Z' }],
  ['without an allocator', { allocator: undefined }],
])('nothing happens to an experiment that is %s', async (_, more) => {
  await publish(more);
  const { asked, look } = runner();
  await look();
  expect([asked, await run()]).toEqual([[], undefined]);
});

test('what fails is told and tried again later', async () => {
  await publish({ allocator: { ...allocator, everyMs: 0 } });
  await met();
  const failing = runner(async () => {
    throw new Error('a secret');
  });
  await failing.look();
  expect(await run()).toMatchObject({ lastProblem: 'it threw Error', failures: 1, retryAt: expect.any(Date) });
  const mended = runner();
  await mended.look();
  expect(mended.asked).toEqual([]);
  await store.sql(`update exp.allocator_runs set retry_at = clock_timestamp()`);
  await mended.look();
  expect(mended.asked).toHaveLength(1);
  expect(await run()).toMatchObject({ lastProblem: null, failures: 0, retryAt: null });
});

test('a log that is not read to its end in time is gone on with at once, and is no failure', async () => {
  await publish();
  await met();
  const { asked, look } = runner();
  const outcomes = jest.spyOn(store.allocators, 'outcomes').mockResolvedValueOnce(null);
  await look();
  expect(await run()).toMatchObject({ lastProblem: expect.stringMatching(/^it reads the event log/), failures: 0 });
  expect(asked).toEqual([]);
  await look();
  expect(outcomes).toHaveBeenCalledTimes(2);
  expect(asked).toHaveLength(1);
  expect(await run()).toMatchObject({ lastProblem: null });
});

test('of many whose logs are long all have their turn', async () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const key of keys) await publish({ key });
  const outcomes = jest.spyOn(store.allocators, 'outcomes').mockResolvedValue(null);
  const { look } = runner();
  await look();
  await look();
  expect(new Set(outcomes.mock.calls.map(([key]) => key))).toEqual(new Set(keys));
});

test('a statement that takes too long is a failed run, tried again later', async () => {
  await publish();
  const cause = new DomainError('STORE_UNAVAILABLE', {});
  jest.spyOn(store.allocators, 'outcomes').mockRejectedValueOnce(cause);
  await runner().look();
  expect(await run()).toMatchObject({ failures: 1, lastProblem: cause.message, retryAt: expect.any(Date) });
});

test('numbers that JSON does not keep exactly are told as text', async () => {
  await publish();
  const large = [{ variant: 'a', units: 2, sum: 2e15, sumSquares: 4e30 }];
  const b = { variant: 'b', units: 2, sum: 1.5, sumSquares: 3 };
  jest.spyOn(store.allocators, 'outcomes').mockResolvedValueOnce([...large, b]);
  const { asked, look } = runner();
  await look();
  expect((asked[0]![1] as any).input.because.outcomes).toMatchObject([
    { variant: 'a', units: 2, sum: 2e15, sumSquares: '4e+30' },
    b,
  ]);
});

test('what was counted goes some time after an experiment has stopped, and not while it can go on', async () => {
  await publish({ status: 'PAUSED' });
  await met();
  await store.sql(`update exp.allocator_runs set last_at = clock_timestamp() - interval '6 days'`);
  const units = async () => (await store.sql('select from exp.allocator_units')).rowCount;
  const { look } = runner();
  await publish({ status: 'STOPPED' });
  await look();
  await store.sql(`update exp.allocator_runs set last_at = clock_timestamp() - interval '8 days'`);
  await publish({ status: 'PAUSED' });
  await look();
  expect(await units()).toBe(4);
  await publish({ status: 'STOPPED' });
  await look();
  expect(await units()).toBe(0);
});

test.each<[string, unknown, string, number]>([
  ['a stranger’s error', new Error('host 10.0.0.1'), 'something failed that the log tells more of', 1],
  ['a refusal', { message: 'No.', extensions: { code: 'FORBIDDEN' } }, 'No.', 1],
  ['another change', { message: 'It was changed.', extensions: { code: 'RELEASE_CONFLICT' } }, 'It was changed.', 0],
])('when the graph answers with %s', async (_, thrown, lastProblem, failures) => {
  await publish();
  await met();
  await runner(undefined, { graph: () => Promise.reject(thrown) }).look();
  expect(await run()).toMatchObject({ lastProblem, failures });
});

test('without its plugin it fails with the name', async () => {
  await publish({ allocator: { ...allocator, name: 'gone' } });
  await runner().look();
  expect(await run()).toMatchObject({ lastProblem: 'no plugin that is loaded brings the allocator gone', failures: 1 });
});

test('a process that is closed gives back what it had begun', async () => {
  await publish();
  await met();
  let begun = () => {};
  const asked = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const hanging = runner(() => {
    begun();
    return new Promise(() => {});
  });
  await hanging.allocations.look();
  await asked;
  await hanging.allocations.stop();
  const next = runner();
  await next.look();
  expect(next.asked).toHaveLength(1);
});
