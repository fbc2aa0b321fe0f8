import { Store } from '../store';
import { eventLogStory } from '../testing/event-log';
import { silent } from '../testing/silent';
import { until } from '../testing/until';

const log = eventLogStory();
const { drain } = log;
let store: Store;
beforeEach(() => {
  store = log.store;
});

describe('exposures', () => {
  const exposure = {
    unit: 'u1',
    experiment: 'meal_plan',
    allocation: 1,
    variant: 'treatment',
    release: 'r',
    arm: 'a',
    bucket: 0.25,
    propensity: 0.5,
    reason: 'BUCKETED',
    standIn: false,
    at: '2026-11-23T10:00:00.000Z',
  };

  test('fifty at once give one row and one event', async () => {
    const firsts = await Promise.all(Array.from({ length: 50 }, () => store.events.expose(store.sql, exposure)));
    expect(firsts.filter(Boolean)).toHaveLength(1);
    const { rows } = await store.sql('select variant, arm, stand_in, bucket from exp.exposures');
    expect(rows).toEqual([{ variant: 'treatment', arm: 'a', stand_in: false, bucket: 0.25 }]);
    const { unit, at, release, arm, standIn, reason, ...rest } = exposure;
    expect(await drain('reader')).toEqual([
      {
        unit,
        id: 'exposure:meal_plan:1:treatment',
        type: 'exposure',
        at,
        receivedAt: expect.any(String),
        release,
        arm,
        data: { ...rest, standIn, reason },
      },
    ]);
  });

  test.each([
    ['allocation', { allocation: 2 }],
    ['variant', { variant: 'control' }],
    ['stand-in', { standIn: true }],
    ['unit', { unit: 'u2' }],
  ])('another %s is another exposure', async (_, change) => {
    await store.events.expose(store.sql, exposure);
    expect(await store.events.expose(store.sql, { ...exposure, ...change })).toBe(true);
    expect(await drain('reader')).toHaveLength(2);
  });

  test('many in one statement are recorded as one by one, whatever was there already', async () => {
    await store.events.expose(store.sql, exposure);
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      ...exposure,
      unit: `u${index}`,
      bucket: index / 1_000,
    }));
    const firsts = await store.events.exposeAll(many);
    expect(firsts.map((first, index) => (first ? -1 : index)).filter((index) => index >= 0)).toEqual([1]);
    const { rows } = await store.sql('select unit, bucket, first_at from exp.exposures order by bucket, unit');
    expect(rows.map(({ unit, bucket }) => [unit, bucket])).toEqual(
      many.map(({ unit, bucket }) => [unit, unit === 'u1' ? 0.25 : bucket]).sort((a: any, b: any) => a[1] - b[1]),
    );
    expect(await drain('reader')).toHaveLength(1_000);
  });

  test('callers at the same time share a statement, and of the same exposure one is the first', async () => {
    const firsts = await Promise.all(Array.from({ length: 50 }, () => store.events.exposeAll([exposure])));
    expect(firsts.flat().filter(Boolean)).toHaveLength(1);
    expect(await store.events.exposeAll([exposure, { ...exposure, unit: 'u2' }])).toEqual([false, true]);
    expect(await drain('reader')).toHaveLength(2);
  });

  test('what cannot be recorded is refused with all that its caller brought, and nobody else', async () => {
    const wrong = { ...exposure, unit: 'a\u0000' };
    const [refused, taken] = await Promise.allSettled([
      store.events.exposeAll([{ ...exposure, unit: 'u2' }, wrong]),
      store.events.exposeAll([exposure]),
    ]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'EVENT_INVALID' } });
    expect(taken).toMatchObject({ status: 'fulfilled', value: [true] });
    expect((await store.sql('select unit from exp.exposures')).rows).toEqual([{ unit: 'u1' }]);
  });

  test('batches in opposite orders do not lock each other out', async () => {
    const units = Array.from({ length: 400 }, (_, index) => ({ ...exposure, unit: `u${index}` }));
    const other = await Store.open({ url: log.url, logger: silent });
    try {
      const firsts = await Promise.all([store.events.exposeAll(units), other.events.exposeAll([...units].reverse())]);
      expect(firsts.flat().filter(Boolean)).toHaveLength(400);
    } finally {
      await other.close();
    }
  });

  test('the first is that of the earliest allocation, whatever a clock that is behind says', async () => {
    const early = '2026-11-20T10:00:00.000Z';
    await store.events.exposeAll([exposure]);
    await store.events.exposeAll([{ ...exposure, allocation: 2, variant: 'control', at: early }]);
    const { unit, experiment, allocation, variant, bucket, propensity } = exposure;
    expect(await store.events.firstExposures([exposure])).toEqual([
      { unit, experiment, allocation, variant, bucket, propensity },
    ]);
  });

  test('what stands there decomposed, from before units were normalised, is what the unit was exposed to', async () => {
    const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
    await store.events.exposeAll([{ ...exposure, unit: decomposed }]);
    await store.events.exposeAll([{ ...exposure, unit: composed, allocation: 2, variant: 'control' }]);
    expect(await store.events.firstExposures([{ ...exposure, unit: composed }])).toMatchObject([
      { unit: composed, allocation: 1, variant: 'treatment' },
    ]);
  });

  test('after Postgres was away, nothing that was known is trusted', async () => {
    const isKnownAlone = async () => {
      await store.events.exposeAll([exposure]);
      await store.sql('delete from exp.exposures');
      const [first] = await store.events.exposeAll([exposure]);
      return !first;
    };
    await until(isKnownAlone); // once it listens
    await store.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'trialogue listen'`);
    await until(async () => (await store.events.exposeAll([exposure]))[0]!);
    expect((await store.sql('select unit from exp.exposures')).rows).toHaveLength(1);
  });
});
