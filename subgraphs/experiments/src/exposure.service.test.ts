import { assign } from '@trialogue/assignment';
import { ExposureService } from './exposure.service';
import { assign as assignThere, recordExposures } from './testing/documents';
import { publishExperiment } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
let release: string;
const usual = new Date('2026-11-23T10:00:00Z');
let now = usual;
afterEach(() => {
  now = usual;
});
beforeAll(async () => {
  on = await startExperiments({ clock: () => now });
  release = await publishExperiment(on.store, 'local', {
    overrides: { tester: 'a' },
    traffic: 0.9,
    targeting: { source: 'vip', expression: ['attribute', 'vip', 'bool'] },
  });
});
afterAll(() => on.close());

const at = '2026-11-23T09:00:00.000Z';
const drawn = (unit: string) => {
  const { targeting: _, ...snapshot } = on.store.releases.head<any>('experiment', 'local')!.body;
  return assign(snapshot, { unit }) as any;
};
const exposureOf = (unit: string, more: object = {}) => ({
  ...{ experiment: 'local', release, unit, variant: drawn(unit).variant?.key ?? 'a' },
  ...{ allocation: 1, reason: 'ASSIGNED', at, ...more },
});
const record = (...exposures: object[]) => on.done(recordExposures, { exposures });
const rows = async (unit: string) => (await on.sql('select * from exp.exposures where unit = $1', [unit])).rows;

test('what was assigned locally is recorded as if it had been assigned here', async () => {
  expect(await record(exposureOf('ana'))).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
  const { variant, bucket, propensity } = drawn('ana');
  expect(await rows('ana')).toEqual([
    {
      ...{ unit: 'ana', experiment: 'local', allocation: 1, variant: variant.key, stand_in: false, release },
      ...{ arm: `arm-${variant.key}`, bucket, propensity, reason: 'ASSIGNED', first_at: new Date(at) },
    },
  ]);
});

test('the same one again, also within one batch and through `assign`, counts once', async () => {
  const twice = [exposureOf('ben'), exposureOf('ben', { at: '2026-11-23T09:30:00.000Z' })];
  expect(await record(...twice)).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
  expect(await record(...twice)).toEqual({ accepted: 0, duplicates: 2, rejected: [] });
  await on.done(assignThere, { experiment: 'local', unit: 'ben', attributes: { vip: true } });
  expect(await rows('ben')).toHaveLength(1);
});

test('composed and decomposed, it is the exposure of one unit', async () => {
  const forms = ['Zo\u00eb', 'Zoe\u0308'].map((unit) => exposureOf(unit));
  expect(await record(...forms)).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
  expect(await rows('Zo\u00eb')).toHaveLength(1);
});

test('a clock that is ahead is corrected', async () => {
  await record(exposureOf('carla', { at: '2031-01-01T00:00:00Z' }));
  expect(await rows('carla')).toMatchObject([{ first_at: new Date('2026-11-23T10:00:00Z') }]);
});

test('a release that others have followed is as good', async () => {
  const next = await publishExperiment(on.store, 'local', { traffic: 0.9, allocation: 2 });
  expect(next).not.toBe(release);
  expect(await record(exposureOf('dora'))).toMatchObject({ accepted: 1 });
});

describe('what the release could not have given is rejected, and the rest is taken', () => {
  const other = (unit: string) => (drawn(unit).variant.key === 'a' ? 'b' : 'a');
  const outside = () => Array.from({ length: 100 }, (_, index) => `o${index}`).find((unit) => !drawn(unit).variant)!;
  test.each([
    ['another variant', () => exposureOf('eve', { variant: other('eve') }), 'the unit gets'],
    ['no variant of it', () => exposureOf('eve', { variant: 'z' }), 'no variant z'],
    ['another allocation', () => exposureOf('eve', { allocation: 7 }), 'allocation is 1'],
    ['another experiment', () => exposureOf('eve', { experiment: 'other' }), 'is one of local'],
    ['a release that is none', () => exposureOf('eve', { release: 'f'.repeat(64) }), 'no release'],
    ['no hash', () => exposureOf('eve', { release: 'x\u0000' }), 'no release'],
    ['a release of something else', () => exposureOf('eve', { release: promptRelease() }), 'of an experiment'],
    ['who takes no part', () => exposureOf(outside()), 'the unit gets nothing: outside'],
    ['an override', () => exposureOf('tester', { variant: 'a' }), '(OVERRIDE)'],
    ['a reason to be outside', () => exposureOf('eve', { reason: 'WINNER' }), 'no part in the comparison'],
    ['one that is kept, by who keeps nobody', () => exposureOf('eve', { reason: 'STICKY' }), 'keeps nobody'],
    ['no unit', () => exposureOf('', { variant: 'a' }), '`unit`'],
    ['before all time', () => exposureOf('eve', { at: '1969-01-01T00:00:00Z' }), '1970'],
  ])('%s', async (_, wrong, message) => {
    const { rejected, ...counts } = await record(exposureOf('fay'), wrong(), exposureOf('fay'));
    expect(rejected).toEqual([{ index: 1, code: 'EXPOSURE_INVALID', message: expect.stringContaining(message) }]);
    expect(counts.accepted + counts.duplicates).toBe(2);
    expect(await rows('eve')).toEqual([]);
  });
  const promptRelease = () => on.store.releases.head('prompt', 'meal')!.hash;
});

test('who keeps a variant must have met it', async () => {
  const sticky = await publishExperiment(on.store, 'kept', { sticky: {} });
  const { variant } = await on.done(assignThere, { experiment: 'kept', unit: 'gus' });
  const kept = { experiment: 'kept', release: sticky, variant: variant.key, allocation: 1, reason: 'STICKY', at };
  const never = { ...kept, unit: 'hal' };
  expect(await record({ ...kept, unit: 'gus' }, never)).toMatchObject({
    ...{ accepted: 0, duplicates: 1, rejected: [{ index: 1, code: 'EXPOSURE_INVALID' }] },
  });
});

test('who keeps a variant is not drawn anew, whatever the release would give to others', async () => {
  await publishExperiment(on.store, 'keeping', { sticky: {} });
  const { variant } = await on.done(assignThere, { experiment: 'keeping', unit: 'kim' });
  const next = await publishExperiment(on.store, 'keeping', { sticky: {}, allocation: 2 });
  const given = { experiment: 'keeping', release: next, unit: 'kim', variant: variant.key, at };
  const { accepted, duplicates, rejected } = await record(
    { ...given, allocation: 2, reason: 'ASSIGNED' },
    { ...given, allocation: 1, reason: 'STICKY' },
    { ...given, allocation: 2, reason: 'STICKY' },
    { ...given, unit: 'lea', allocation: 1, reason: 'STICKY' },
  );
  expect([accepted, duplicates]).toEqual([0, 1]);
  expect(rejected.map(({ index, message }: any) => [index, message])).toEqual([
    [0, expect.stringContaining('(STICKY)')],
    [2, expect.stringContaining('the allocation is 1')],
    [3, expect.stringContaining('not exposed to anything before')],
  ]);
  expect(await rows('kim')).toHaveLength(1);
});

test('a release that was replaced is taken for seven days, the one that is served always', async () => {
  const first = await publishExperiment(on.store, 'renewed', {});
  const second = await publishExperiment(on.store, 'renewed', { allocation: 2 });
  const one = (unit: string, release: string) => {
    const { variant, allocation } = assign(on.store.releases.head<any>('experiment', 'renewed')!.body, { unit }) as any;
    return { experiment: 'renewed', release, unit, variant: variant.key, reason: 'ASSIGNED', at, allocation };
  };
  now = new Date(Date.now() + 6 * 86_400_000);
  expect(await record({ ...one('max', first), allocation: 1 }, one('max', second))).toMatchObject({ accepted: 2 });
  now = new Date(Date.now() + 8 * 86_400_000);
  expect(await record({ ...one('nia', first), allocation: 1 }, one('nia', second))).toMatchObject({
    accepted: 1,
    rejected: [{ index: 0, message: expect.stringContaining('not been served for more than 7 days') }],
  });
});

test('what another process has published just now is served, though this one has not heard of it', async () => {
  const hash = await publishExperiment(on.store, 'fresh', {});
  const { releases, events } = on.store;
  let hasHeard = false;
  const behind = {
    getAll: (hashes: readonly string[]) => releases.getAll<any>(hashes),
    head: (kind: string, key: string) => (hasHeard ? releases.head<any>(kind, key) : undefined),
    movedAt: (kind: string, key: string) => (hasHeard ? releases.movedAt(kind, key) : undefined),
    refresh: async () => {
      hasHeard = true;
    },
  };
  const service = new ExposureService({ releases: behind as any, events }, () => now);
  const { variant, allocation } = assign(releases.head<any>('experiment', 'fresh')!.body, { unit: 'pia' }) as any;
  const one = { experiment: 'fresh', release: hash, unit: 'pia', variant: variant.key, allocation };
  const recorded = await service.record([{ ...one, reason: 'ASSIGNED', at: new Date(at) } as any]);
  expect(recorded).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
});

test('a thousand releases that are none take one query', async () => {
  const queries = jest.spyOn(on.store.releases as any, 'sql');
  try {
    const none = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(64, '0'));
    const { rejected } = await record(...none.map((hash) => exposureOf('oda', { release: hash })));
    expect(rejected).toHaveLength(1000);
    expect(queries.mock.calls.filter(([text]) => String(text).includes('exp.releases')).length).toBe(1);
  } finally {
    queries.mockRestore();
  }
});

test('with Postgres away, all may be sent again', async () => {
  await on.way.cut();
  try {
    const { errors } = await on.ask(recordExposures, { exposures: [exposureOf('ivy')] });
    expect(errors).toMatchObject([{ code: 'STORE_UNAVAILABLE' }]);
  } finally {
    await on.way.mend();
  }
  expect(await record(exposureOf('ivy'))).toMatchObject({ accepted: 1 });
});
