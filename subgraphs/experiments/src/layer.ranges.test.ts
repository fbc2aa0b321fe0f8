import { freeRanges, mayRunAtOnce, overlaps } from './layer.ranges';

const range = (from: number, to: number) => ({ from, to });

test.each([
  [range(0, 0.5), range(0.5, 1), false],
  [range(0, 0.5), range(0.4, 1), true],
  [range(0.2, 0.3), range(0, 1), true],
  [range(0.2, 0.3), range(0.2, 0.3), true],
  [range(0.2, 0.3), range(0.31, 0.4), false],
])('%j and %j overlap: %s', (one, other, answer) => {
  expect([overlaps(one, other), overlaps(other, one)]).toEqual([answer, answer]);
});

test.each([
  [[], [range(0, 1)]],
  [[range(0, 1)], []],
  [[range(0.5, 1), range(0, 0.2)], [range(0.2, 0.5)]],
  [
    [range(0.1, 0.2), range(0.15, 0.4), range(0.8, 0.9)],
    [range(0, 0.1), range(0.4, 0.8), range(0.9, 1)],
  ],
  [
    [range(0.1, 0.9), range(0.2, 0.3)],
    [range(0, 0.1), range(0.9, 1)],
  ],
])('with %j held, free are %j', (held, free) => {
  expect(freeRanges(held)).toEqual(free);
});

const [january, march, may] = ['2026-01-01', '2026-03-01', '2026-05-01'].map((day) => `${day}T00:00:00.000Z`);
test.each([
  [{}, {}, true],
  [{ endsAt: march }, { startsAt: march }, false],
  [{ endsAt: may }, { startsAt: march }, true],
  [{ endsAt: january }, {}, false],
  [{ startsAt: may }, { endsAt: march }, false],
])('%j and %j, seen in February, run at once: %s', (one, other, answer) => {
  const now = new Date('2026-02-01T00:00:00.000Z');
  expect([mayRunAtOnce(one, other, now), mayRunAtOnce(other, one, now)]).toEqual([answer, answer]);
});
