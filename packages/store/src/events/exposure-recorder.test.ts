import { DomainError } from '@trialogue/errors';
import type { Prepared, Sql } from '../sql';
import type { Exposure } from './expose';
import { ExposureRecorder } from './exposure-recorder';
import { KnownExposures } from './exposures-known';

const exposure = (unit: string): Exposure => ({
  ...{ unit, experiment: 'e', allocation: 1, variant: 'v', release: 'r', arm: 'a', bucket: 0, propensity: 1 },
  ...{ reason: 'ASSIGNED', standIn: false, at: '2026-11-23T10:00:00.000Z' },
});

/** A database that commits when it is told to. */
function holding() {
  const statements: { units: string[]; commit(): void; fail(error: unknown): void }[] = [];
  const sql = ((_: string, [rows]: [string]) =>
    new Promise((resolve, reject) => {
      const given = JSON.parse(rows) as { place: number; unit: string }[];
      const commit = () => resolve({ rows: given.map(({ place }) => ({ place })), rowCount: given.length });
      statements.push({ units: given.map(({ unit }) => unit), commit, fail: reject });
    })) as unknown as Sql;
  return { sql, statements };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what arrives while four writes wait for the disk goes into the fifth together', async () => {
  const { sql, statements } = holding();
  const recorder = new ExposureRecorder(sql, () => true);
  const answers = [];
  for (const unit of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    answers.push(recorder.record([exposure(unit)]));
    await turn();
  }
  expect(statements.map(({ units }) => units)).toEqual([['a'], ['b'], ['c'], ['d']]);
  statements[0]!.commit();
  await turn();
  expect(statements[4]!.units).toEqual(['e', 'f', 'g']);
  for (const { commit } of statements) commit();
  expect(await Promise.all(answers)).toEqual(answers.map(() => [true]));
});

test('only what was seen committed is known, and only while the database is trusted', async () => {
  const { sql, statements } = holding();
  let trusted = true;
  const recorder = new ExposureRecorder(sql, () => trusted);
  const failed = recorder.record([exposure('a')]);
  await turn();
  statements[0]!.fail(new DomainError('STORE_UNAVAILABLE', {}));
  await expect(failed).rejects.toThrow('does not answer');
  const again = recorder.record([exposure('a')]);
  await turn();
  statements[1]!.commit();
  expect(await again).toEqual([true]);
  expect(await recorder.record([exposure('a')])).toEqual([false]);
  expect(statements).toHaveLength(2);
  trusted = false;
  void recorder.record([exposure('a')]);
  await turn();
  expect(statements).toHaveLength(3);
});

test('one that was there already is answered when it is sure to be on the disk, whoever has written it', async () => {
  const asked: string[] = [];
  const sql = ((statement: Prepared) => {
    asked.push(statement.name);
    return Promise.resolve({ rows: [], rowCount: 0 }); // nothing was new
  }) as unknown as Sql;
  const recorder = new ExposureRecorder(sql, () => true);
  expect(await recorder.record([exposure('a')])).toEqual([false]);
  expect(asked).toEqual(['record_exposures', 'flush']);
  expect(await recorder.record([exposure('a')])).toEqual([false]);
  expect(asked).toHaveLength(2);
});

test('what waits is bounded: then the database is as good as away', async () => {
  const { sql } = holding();
  const recorder = new ExposureRecorder(sql, () => true);
  const many = Array.from({ length: 1_000 }, (_, index) => exposure(`u${index}`));
  const refused: string[] = [];
  for (let index = 0; index < 27; index++) {
    recorder.record(many).catch(({ code }) => refused.push(code));
    await turn();
  }
  expect(refused).toEqual(Array(3).fill('STORE_UNAVAILABLE')); // 4 are written, 20 wait
});

describe('what is known', () => {
  const { bounds } = KnownExposures;

  test('stays within its bounds, and the latest are among it', () => {
    const known = new KnownExposures();
    for (let index = 0; index < 3 * bounds.entries; index++) known.add(exposure(`u${index}`));
    expect(known.size.entries).toBe(bounds.entries);
    expect(known.has(exposure('u0'))).toBe(false);
    expect(known.has(exposure(`u${3 * bounds.entries - 1}`))).toBe(true);
    const long = 'x'.repeat(250);
    for (let index = 0; index < bounds.entries; index++) known.add(exposure(`${long}${index}`));
    expect(known.size.bytes).toBeLessThanOrEqual(bounds.bytes);
    expect(known.size.entries).toBeLessThan(bounds.entries);
  });

  test('is exact: another unit, variant, allocation or stand-in is another exposure', () => {
    const known = new KnownExposures();
    known.add(exposure('u'));
    const others = [{ unit: 'u2' }, { experiment: 'f' }, { variant: 'w' }, { allocation: 2 }, { standIn: true }];
    expect(others.map((other) => known.has({ ...exposure('u'), ...other }))).toEqual(others.map(() => false));
    const later: Exposure = { ...exposure('u'), at: '2027-01-01T00:00:00Z', release: 'other' };
    expect(known.has(later)).toBe(true);
  });
});
