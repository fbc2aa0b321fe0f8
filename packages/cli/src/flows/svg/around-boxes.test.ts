import { aroundBoxes } from './around-boxes';

const target = { x: 100, y: 200, width: 100, height: 40 };
const other = { x: 300, y: 200, width: 100, height: 60 };
const boxes = [target, other, { x: 300, y: 100, width: 100, height: 40 }];

test('a line that would go behind another box of the row goes over it, and ends on top', () => {
  const points = [
    { x: 500, y: 0 },
    { x: 500, y: 140 },
    { x: 150, y: 195 },
  ];
  expect(aroundBoxes(points, target, boxes)).toEqual([
    ...points.slice(0, 2),
    { x: 500, y: 153 },
    { x: 134, y: 153 },
    { x: 134, y: 180 },
  ]);
});

test('one that crosses none stays as it is', () => {
  const points = [
    { x: 120, y: 100 },
    { x: 110, y: 180 },
  ];
  expect(aroundBoxes(points, target, boxes)).toBe(points);
});
