import type { Exposure } from '../events/expose';
import type { Store } from '../store';
import { event, eventLogStory } from '../testing/event-log';
import { until } from '../testing/until';
import type { OutcomeCount, VariantOutcomes } from './outcomes';

const log = eventLogStory();
let store: Store;
beforeEach(() => {
  store = log.store;
});

const never = new AbortController().signal;
const second = (n: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, n)).toISOString();
const retry = { firstRetryMs: 10_000, longestRetryMs: 60_000 };

const exposure = (unit: string, variant: string, more: Partial<Exposure> = {}): Exposure => ({
  ...{ unit, variant, experiment: 'meal', allocation: 1, release: 'r', arm: variant, bucket: 0.5, propensity: 0.5 },
  ...{ reason: 'ASSIGNED', standIn: false, at: second(10), ...more },
});

/** What is counted once readers have got past every open transaction of the server. */
async function counted(count: OutcomeCount, isAll: (found: readonly VariantOutcomes[]) => boolean) {
  let found: readonly VariantOutcomes[] = [];
  await until(async () => {
    found = (await store.allocators.outcomes('meal', count, never))!;
    return isAll(found) && (await store.events.lag('allocator:meal')).events === 0;
  });
  return found;
}

describe('outcomes', () => {
  const clicks: OutcomeCount = { event: 'clicked', fromAllocation: 1 };

  test('each unit counts once, for what it met first, by what it did after that', async () => {
    await store.events.append(store.sql, [
      event('too-early', { unit: 'u1', at: second(9) }),
      event('arrived-first', { unit: 'u2', at: second(11) }),
      event('not-exposed', { unit: 'u9', at: second(11) }),
    ]);
    await store.events.exposeAll([
      exposure('u1', 'a'),
      exposure('u2', 'a'),
      exposure('u3', 'b'),
      exposure('u3', 'a', { allocation: 2, at: second(1) }),
      exposure('u4', 'b', { standIn: true }),
      exposure('u5', 'b', { experiment: 'other' }),
    ]);
    await store.events.append(store.sql, [
      event('at-once', { unit: 'u3', at: second(10) }),
      event('again', { unit: 'u3', at: second(12) }),
      event('stand-in', { unit: 'u4', at: second(12) }),
      event('elsewhere', { unit: 'u5', at: second(12) }),
      event('other-type', { unit: 'u1', type: 'seen', at: second(12) }),
    ]);
    const units = (found: readonly VariantOutcomes[]) => found.reduce((sum, one) => sum + one.units, 0);
    expect(await counted(clicks, (found) => units(found) === 3)).toEqual([
      { variant: 'a', units: 2, sum: 1, sumSquares: 1 },
      { variant: 'b', units: 1, sum: 1, sumSquares: 1 },
    ]);
    await store.events.append(store.sql, [event('late', { unit: 'u1', at: second(13) })]);
    expect(await counted(clicks, ([a]) => a!.sum === 2)).toMatchObject([{ variant: 'a', units: 2 }, { variant: 'b' }]);
    // Counted otherwise, everything is counted again: units of allocation 2 and later only.
    expect(await counted({ ...clicks, fromAllocation: 2 }, (found) => units(found) === 1)).toEqual([
      { variant: 'a', units: 1, sum: 1, sumSquares: 1 },
    ]);
  });

  test('values are added up for each unit; what is no number of a sane size is none', async () => {
    await store.events.exposeAll([exposure('u1', 'a'), exposure('u2', 'a')]);
    const paid = (id: string, total: unknown, unit = 'u1') =>
      event(id, { unit, type: 'paid', at: second(20), data: { order: { total } } as never });
    await store.events.append(store.sql, [
      ...[paid('1', 3), paid('2', 4.5), paid('3', '7'), paid('4', null), paid('5', 1e20), paid('6', -1, 'u2')],
      event('7', { unit: 'u1', type: 'paid', at: second(20), data: { order: 5 } }),
    ]);
    const found = await counted({ event: 'paid', value: 'order.total', fromAllocation: 1 }, ([a]) => a?.sum === 6.5);
    expect(found).toEqual([{ variant: 'a', units: 2, sum: 6.5, sumSquares: 7.5 ** 2 + 1 }]);
  });

  test('counted bit by bit, it is what one gets by hand from the tables', async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    const value: OutcomeCount = { event: 'paid', value: 'amount', fromAllocation: 2 };
    for (let round = 0; round < 6; round++) {
      await store.events.exposeAll(
        Array.from({ length: 40 }, () =>
          exposure(`u${random(60)}`, 'abc'[random(3)]!, {
            ...{ allocation: 1 + random(4), at: second(random(60)), standIn: random(8) === 0 },
            ...(random(5) === 0 && { experiment: 'other' }),
          }),
        ),
      );
      await store.events.append(
        store.sql,
        Array.from({ length: 60 }, (_, index) =>
          event(`${round}-${index}`, {
            ...{ unit: `u${random(70)}`, type: random(4) === 0 ? 'seen' : 'paid', at: second(random(60)) },
            data: { amount: random(1_000) / 8 },
          }),
        ),
      );
      await store.allocators.outcomes('meal', value, never);
    }
    const { rows: exposures } = await store.sql<Record<string, any>>('select * from exp.exposures');
    const { rows: events } = await store.sql(`select * from exp.events where type = 'paid'`);
    const first = new Map<string, { variant: string; at: Date }>();
    const met = exposures
      .filter((row) => row.experiment === 'meal' && !row.stand_in && row.allocation >= 2)
      .map(
        (row): Record<string, any> => ({ ...row, order: [row.allocation, row.first_at.getTime(), row.variant].join() }),
      )
      .sort((one, other) => one.order.localeCompare(other.order));
    for (const row of met) if (!first.has(row.unit)) first.set(row.unit, { variant: row.variant, at: row.first_at });
    const byHand = [...'abc'].map((variant) => {
      const outcomes = [...first]
        .filter(([, met]) => met.variant === variant)
        .map(([unit, met]) =>
          events.filter((row) => row.unit === unit && row.at >= met.at).reduce((sum, row) => sum + row.data.amount, 0),
        );
      const sum = outcomes.reduce((total, outcome) => total + outcome, 0);
      return {
        variant,
        units: outcomes.length,
        sum,
        sumSquares: outcomes.reduce((total, one) => total + one * one, 0),
      };
    });
    expect(byHand.every(({ units, sum }) => units > 3 && sum > 0)).toBe(true);
    const total = byHand.reduce((sum, one) => sum + one.sum, 0);
    expect(await counted(value, (found) => found.reduce((sum, one) => sum + one.sum, 0) === total)).toEqual(byHand);
  });

  test('what a unit brings is added to what it had, batch by batch; exposed again, it is counted again', async () => {
    const paid = (from: number, length: number) =>
      Array.from({ length }, (_, index) =>
        event(`${from + index}`, { unit: 'u1', type: 'paid', at: second(20), data: { amount: 2 } }),
      );
    const value: OutcomeCount = { event: 'paid', value: 'amount', fromAllocation: 1 };
    const sumIs = (sum: number) => counted(value, ([a]) => a?.sum === sum);
    await store.events.exposeAll([exposure('u1', 'a')]);
    await store.events.append(store.sql, paid(0, 800));
    await store.events.append(store.sql, paid(800, 800)); // more than one batch
    await sumIs(3_200);
    await store.sql('update exp.allocator_units set outcome = 1');
    const tooEarly = event('early', { unit: 'u1', type: 'paid', at: second(9), data: { amount: 5 } });
    await store.events.append(store.sql, [...paid(1_600, 3), tooEarly]);
    await sumIs(7);
    await store.events.exposeAll([exposure('u1', 'a', { allocation: 2 })]);
    await sumIs(3_206);
  });

  test('told to stop, it answers nothing; a cursor of another cluster begins again', async () => {
    const stopped = new AbortController();
    stopped.abort();
    expect(await store.allocators.outcomes('meal', clicks, stopped.signal)).toBeNull();
    await store.events.exposeAll([exposure('u1', 'a')]);
    await counted(clicks, ([a]) => a?.units === 1);
    await store.sql(`update exp.consumers set cluster = 'elsewhere', xid = '999999999999'`);
    await store.sql('delete from exp.allocator_units');
    expect(await counted(clicks, ([a]) => a?.units === 1)).toHaveLength(1);
  });
});

describe('what is not in use any more', () => {
  const clicks: OutcomeCount = { event: 'clicked', fromAllocation: 1 };
  const left = async () => {
    const { rows } = await store.sql(
      `select (select count(*)::int from exp.allocator_units) as units,
         (select count(*)::int from exp.consumers where name = 'allocator:meal') as consumers`,
    );
    return rows[0];
  };

  test('goes bit by bit, some time after the last run; what runs again is counted again', async () => {
    const claim = (await store.allocators.claim('meal', 0, 60_000))!;
    await store.events.exposeAll([exposure('u1', 'a'), exposure('u2', 'a')]);
    await counted(clicks, ([a]) => a?.units === 2);
    await store.sql(
      `insert into exp.allocator_units select 'meal', 'more' || n, 'a', 0 from generate_series(1, 7000) n`,
    );
    expect(await store.allocators.forget([], 0)).toBe(false); // it runs
    await store.allocators.end(claim, { problem: null, failed: false }, retry);
    expect(await store.allocators.forget([], 60_000)).toBe(false);
    expect(await store.allocators.forget(['meal'], 0)).toBe(false);
    expect(await left()).toEqual({ units: 7_002, consumers: 1 });
    expect(await store.allocators.forget(['other'], 0)).toBe(true);
    expect(await left()).toEqual({ units: 2_002, consumers: 0 });
    expect(await store.allocators.forget([], 0)).toBe(true);
    expect(await store.allocators.forget([], 0)).toBe(false);
    expect(await left()).toEqual({ units: 0, consumers: 0 });
    expect(await store.allocators.runs(['meal'])).toMatchObject([{ lastAt: expect.any(Date) }]);
    await counted(clicks, ([a]) => a?.units === 2);
  });
});

describe('runs', () => {
  test('of many at once one may; and again when it is due', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.allocators.claim('meal', 60_000, 30_000)));
    const [claim, ...others] = claims.filter((one) => one !== undefined);
    expect(others).toEqual([]);
    await store.allocators.end(claim!, { problem: null, failed: false }, retry);
    expect(await store.allocators.claim('meal', 60_000, 30_000)).toBeUndefined();
    expect(await store.allocators.claim('meal', 0, 30_000)).toMatchObject({ experiment: 'meal' });
    expect(await store.allocators.runs(['meal', 'other'])).toMatchObject([
      { experiment: 'meal', lastAt: expect.any(Date), lastProblem: null, failures: 0, retryAt: null },
    ]);
  });

  test('whoever dies is waited for until its lease is over', async () => {
    await store.allocators.claim('meal', 0, 60_000);
    expect(await store.allocators.claim('meal', 0, 60_000)).toBeUndefined();
    await store.sql(`update exp.allocator_runs set leased_until = clock_timestamp() - interval '1 ms'`);
    expect(await store.allocators.claim('meal', 0, 60_000)).toBeDefined();
  });

  test('whoever comes back when its lease is over ends nothing of the next one’s', async () => {
    const late = (await store.allocators.claim('meal', 0, 0))!;
    const next = (await store.allocators.claim('meal', 0, 60_000))!;
    await store.allocators.end(late, { problem: 'it threw', failed: true }, retry);
    await store.allocators.release(late, 'it was late');
    expect(await store.allocators.runs(['meal'])).toMatchObject([{ lastAt: null, lastProblem: null, failures: 0 }]);
    expect(await store.allocators.claim('meal', 0, 60_000)).toBeUndefined();
    await store.allocators.release(next, 'it reads');
    expect(await store.allocators.runs(['meal'])).toMatchObject([{ lastAt: null, lastProblem: 'it reads' }]);
    expect(await store.allocators.claim('meal', 60_000, 60_000)).toBeDefined();
  });

  test('failures in a row are tried again later and later, up to a limit; a success forgets them', async () => {
    const waits: number[] = [];
    for (let failure = 0; failure < 4; failure++) {
      const claim = (await store.allocators.claim('meal', 0, 60_000))!;
      await store.allocators.end(claim, { problem: 'it threw', failed: true }, retry);
      const [run] = await store.allocators.runs(['meal']);
      waits.push(Math.round((run!.retryAt!.getTime() - run!.lastAt!.getTime()) / 1_000));
      expect(await store.allocators.claim('meal', 0, 60_000)).toBeUndefined();
      await store.sql('update exp.allocator_runs set retry_at = clock_timestamp()');
    }
    expect(waits).toEqual([10, 20, 40, 60]);
    const claim = (await store.allocators.claim('meal', 0, 60_000))!;
    await store.allocators.end(claim, { problem: null, failed: false }, retry);
    expect(await store.allocators.runs(['meal'])).toMatchObject([{ failures: 0, retryAt: null, lastProblem: null }]);
    expect(await store.allocators.claim('meal', 0, 60_000)).toBeDefined();
  });
});
