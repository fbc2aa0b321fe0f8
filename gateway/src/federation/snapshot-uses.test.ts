import type { Snapshot } from './snapshot';
import { SnapshotUses } from './snapshot-uses';

const [old, older, current] = [{}, {}, {}] as [Snapshot, Snapshot, Snapshot];

async function isOver(wait: Promise<void>): Promise<boolean> {
  let over = false;
  void wait.then(() => {
    over = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return over;
}

test('a change is over when nothing runs any more on what was there before it', async () => {
  const uses = new SnapshotUses();
  expect(await isOver(uses.onlyOn(current))).toBe(true);
  const ends = [uses.begin(old), uses.begin(old), uses.begin(older), uses.begin(current)];
  const wait = uses.onlyOn(current);
  ends[0]!();
  ends[0]!();
  ends[2]!();
  expect(await isOver(wait)).toBe(false);
  ends[1]!();
  expect(await isOver(wait)).toBe(true);
  expect(await isOver(uses.onlyOn(old))).toBe(false);
});
