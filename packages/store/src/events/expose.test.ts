import type { Store } from '../store';
import { eventLogStory } from '../testing/event-log';

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
});
