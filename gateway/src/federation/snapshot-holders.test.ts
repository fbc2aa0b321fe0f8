import { until } from '../testing/until';
import type { Snapshot } from './snapshot';
import { SnapshotHolders } from './snapshot-holders';

const snapshot = () => ({}) as Snapshot;

test('past a number, the subscriptions of the oldest snapshot are ended', () => {
  const holders = new SnapshotHolders({ past: 1, pastMs: 60_000 });
  const ended: string[] = [];
  const [first, second] = [snapshot(), snapshot()];
  holders.hold(first, ({ code }) => ended.push(`first ${code}`));
  holders.hold(second, ({ code }) => ended.push(`second ${code}`));
  holders.replaced(first);
  expect(ended).toEqual([]);
  holders.replaced(second);
  expect(ended).toEqual(['first SNAPSHOT_RETIRED']);
  holders.retireAll();
});

test('a snapshot that is held only after it was replaced is bounded in number and age as well', async () => {
  const holders = new SnapshotHolders({ past: 1, pastMs: 50 });
  const ended: number[] = [];
  for (const number of [1, 2]) {
    const late = snapshot();
    holders.replaced(late);
    holders.hold(late, () => ended.push(number));
  }
  expect(ended).toEqual([1]);
  await until(() => ended.length === 2);
  expect(holders.held).toBe(0);
});

test('what is not held costs nothing', () => {
  const holders = new SnapshotHolders({ past: 1, pastMs: 60_000 });
  const release = holders.hold(snapshot(), () => {});
  expect(holders.held).toBe(1);
  release();
  expect(holders.held).toBe(0);
});
