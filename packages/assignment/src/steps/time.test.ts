import { assign } from '../assign';
import { experiment, units } from '../testing/experiment';

const at = (text: string) => Date.parse(text);
const unit = 'user-1';

describe('a schedule', () => {
  const scheduled = experiment([1], { startsAt: '2026-03-01T00:00:00Z', endsAt: '2026-04-01T00:00:00Z' });

  test.each([
    ['2026-02-28T23:59:59.999Z', 'NOT_STARTED'],
    ['2026-03-01T00:00:00.000Z', 'ASSIGNED'],
    ['2026-03-31T23:59:59.999Z', 'ASSIGNED'],
    ['2026-04-01T00:00:00.000Z', 'ENDED'],
  ])('at %s: %s', (time, reason) => {
    const assignment = assign(scheduled, { unit, at: at(time) });
    expect(assignment.reason).toBe(reason);
    expect(assignment.trace[1]).toEqual({
      step: 'schedule',
      outcome: 'from 2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z',
    });
  });

  test('may have no end, or no start', () => {
    const endless = experiment([1], { startsAt: '2026-03-01T00:00:00Z' });
    expect(assign(endless, { unit, at: at('2400-01-01T00:00:00Z') }).reason).toBe('ASSIGNED');
    const startless = experiment([1], { endsAt: '2026-03-01T00:00:00Z' });
    expect(assign(startless, { unit, at: 0 }).reason).toBe('ASSIGNED');
  });

  test.each([undefined, Number.NaN])('without a time (%p), nothing is assigned', (missing) =>
    expect(() => assign(scheduled, { unit, at: missing })).toThrow(new TypeError('`at`, the time, is missing')),
  );

  test('that is no time is refused', () =>
    expect(() => assign(experiment([1], { startsAt: 'soon' }), { unit, at: 0 })).toThrow('soon is no time'));
});

describe('a ramp', () => {
  const ramped = experiment([1, 2], {
    traffic: 0.05,
    ramp: [
      { from: '2026-03-01T00:00:00Z', traffic: 0.1 },
      { from: '2026-03-08T00:00:00Z', traffic: 0.5 },
      { from: '2026-03-15T00:00:00Z', traffic: 1 },
    ],
  });
  const times = ['2026-02-28', '2026-03-01', '2026-03-07', '2026-03-08', '2026-03-15', '2026-12-31'];

  test.each(times.map((day, index) => [day, [5, 10, 10, 50, 100, 100][index]]))(
    'on %s, %d %% take part',
    (day, share) =>
      expect(
        assign(ramped, { unit, at: at(`${day}T00:00:00Z`) }).trace.find(({ step }) => step === 'traffic')!.outcome,
      ).toMatch(new RegExp(`side the ${share} % that take part$`)),
  );

  test.each(['native', 'growthbook_v1', 'growthbook_v2', 'unleash'] as const)(
    'moves no unit between variants and loses none: %s',
    (bucketer) => {
      const snapshot = { ...ramped, bucketer };
      for (const each of units(1000)) {
        const got = times.map((day) => assign(snapshot, { unit: each, at: at(`${day}T00:00:00Z`) }).variant?.key);
        const joined = got.findIndex((key) => key !== undefined);
        expect(new Set(got.slice(joined)).size).toBe(1);
        expect(got.slice(0, joined).every((key) => key === undefined)).toBe(true);
      }
    },
  );

  test('asks for the time', () => expect(() => assign(ramped, { unit })).toThrow(TypeError));
});
