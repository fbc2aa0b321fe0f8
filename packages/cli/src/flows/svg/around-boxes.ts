import type { Point } from './lines';

/** A box that stands somewhere: its middle and its size. */
export interface Placed extends Point {
  readonly width: number;
  readonly height: number;
}

/** Of the layout, between the boxes of two rows. */
const gap = 17;
const inset = 16;

/**
 * A line from above whose last part would go behind other boxes of the row in which it ends: it goes along over them
 * instead, and ends at the top of its own.
 */
export function aroundBoxes(points: readonly Point[], target: Placed, boxes: Iterable<Placed>): readonly Point[] {
  const [from, to] = [points.at(-2)!, points.at(-1)!];
  const row = [...boxes].filter(({ y }) => Math.abs(y - target.y) < 1);
  const top = Math.min(...row.map(({ y, height }) => y - height / 2)) - gap;
  if (from.y > top || !row.some((box) => box !== target && isCrossed(box, from, to))) return points;
  const half = target.width / 2 - inset;
  const x = Math.min(Math.max(from.x, target.x - half), target.x + half);
  const end = { x, y: target.y - target.height / 2 };
  return [...points.slice(0, -1), { x: from.x, y: top }, { x, y: top }, end];
}

/** Whether a line between two points goes through a box. */
function isCrossed({ x, y, width, height }: Placed, from: Point, to: Point): boolean {
  const [left, right] = [x - width / 2, x + width / 2];
  const [low, high] = [Math.max(left, Math.min(from.x, to.x)), Math.min(right, Math.max(from.x, to.x))];
  if (low > high) return false;
  const at = (place: number) =>
    from.x === to.x ? to.y : from.y + ((to.y - from.y) * (place - from.x)) / (to.x - from.x);
  const [one, other] = [at(low), at(high)];
  return Math.max(one, other) > y - height / 2 && Math.min(one, other) < y + height / 2;
}
