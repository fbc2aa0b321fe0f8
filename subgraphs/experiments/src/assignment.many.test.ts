import { assign, assignMany, create, experiment } from './testing/documents';
import { publishExperiment } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
  await publishExperiment(on.store, 'one');
  await publishExperiment(on.store, 'two', { traffic: 0 });
  await on.done(create, { input: experiment('draft') });
});
afterAll(() => on.close());

const many = assignMany.replace(/variant \{[^}]*\}/, 'variant { key }');
const count = async () => (await on.sql('select count(*)::int as n from exp.exposures')).rows[0]!.n;

test('each gets its assignment or its error, in order, as it would alone', async () => {
  const requests = [
    { experiment: 'one', unit: 'u1' },
    { experiment: 'nothing', unit: 'u1' },
    { experiment: 'two', unit: 'u1' },
    { experiment: 'one', unit: '' },
    { experiment: 'draft', unit: 'u1' },
    { experiment: 'one', unit: 'u1', attributes: { a: 'x'.repeat(70_000) } },
    { experiment: 'one', unit: 'u2' },
    { experiment: 'one', unit: 'u1' },
  ];
  const outcomes = await on.done(many, { requests });
  expect(outcomes.map(({ error, assignment }: any) => error?.code ?? assignment.reason)).toEqual([
    'ASSIGNED',
    'EXPERIMENT_NOT_FOUND',
    'OUTSIDE_TRAFFIC',
    'BAD_USER_INPUT',
    'EXPERIMENT_NOT_RUNNING',
    'BAD_USER_INPUT',
    'ASSIGNED',
    'ASSIGNED',
  ]);
  const alone = assign.replace(/variant \{[^}]*\}/, 'variant { key }');
  for (const index of [0, 2, 6, 7])
    expect(outcomes[index]).toEqual({ assignment: await on.done(alone, requests[index]), error: null });
  expect(await count()).toBe(2);
});

test('a thousand at once, each exposed once, however often they come', async () => {
  const before = await count();
  const requests = Array.from({ length: 1_000 }, (_, index) => ({ experiment: 'one', unit: `many-${index}` }));
  const [first, second] = await Promise.all([on.done(many, { requests }), on.done(many, { requests })]);
  expect(first).toEqual(second);
  expect(await count()).toBe(before + 1_000);
  const events = await on.sql(`select count(*)::int as n from exp.events where unit like 'many-%'`);
  expect(events.rows).toEqual([{ n: 1_000 }]);
});

test('more than a thousand are refused', async () => {
  const requests = Array.from({ length: 1_001 }, () => ({ experiment: 'one', unit: 'u' }));
  expect((await on.ask(many, { requests })).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

test('with Postgres away, all are refused and none is recorded', async () => {
  const requests = ['x', 'y'].map((unit) => ({ experiment: 'one', unit }));
  const before = await count();
  await on.way.cut();
  try {
    expect((await on.ask(many, { requests })).errors).toMatchObject([{ code: 'STORE_UNAVAILABLE' }]);
  } finally {
    await on.way.mend();
  }
  expect(await count()).toBe(before);
});
