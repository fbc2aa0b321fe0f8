import { NoSlot, Slots } from './slots';

const open = new AbortController().signal;

test('as many run as there are slots; the others wait in their order', async () => {
  const slots = new Slots(2);
  const [first, second] = [await slots.enter(1_000, open), await slots.enter(1_000, open)];
  const seen: string[] = [];
  const waiting = ['a', 'b'].map(async (name) => {
    const leave = await slots.enter(1_000, open);
    seen.push(name);
    leave();
  });
  await Promise.resolve();
  expect(seen).toEqual([]);
  first();
  first();
  await Promise.all(waiting);
  expect(seen).toEqual(['a', 'b']);
  second();
});

test('who waits too long or goes away gets none, and no slot is lost', async () => {
  const slots = new Slots(1);
  const leave = await slots.enter(10, open);
  await expect(slots.enter(5, open)).rejects.toThrow(NoSlot);
  const gone = new AbortController();
  const going = slots.enter(10_000, gone.signal);
  gone.abort(new Error('gone'));
  await expect(going).rejects.toThrow('gone');
  leave();
  (await slots.enter(5, open))();
});

test('a thousand may wait, and no more', async () => {
  const slots = new Slots(1);
  const gone = new AbortController();
  await slots.enter(10_000, open);
  const waiting = Array.from({ length: 1_000 }, () => slots.enter(10_000, gone.signal));
  await expect(slots.enter(10_000, open)).rejects.toThrow(NoSlot);
  gone.abort(new Error('gone'));
  expect((await Promise.allSettled(waiting)).every(({ status }) => status === 'rejected')).toBe(true);
});

test('a call within another never waits, and its slot counts', async () => {
  const slots = new Slots(1);
  const outer = await slots.enter(5, open);
  const inner = slots.enterAnyway();
  outer();
  await expect(slots.enter(5, open)).rejects.toThrow(NoSlot);
  inner();
  (await slots.enter(5, open))();
});
