import type { FlowEdge } from '@trialogue/flow-engine';
import { element, escaped, shortened, widthOf } from './xml';

/** An edge with where it goes along, and where the middle of its label is. */
export interface Line {
  /** None of the one that leads in. */
  readonly edge?: FlowEdge;
  readonly points: readonly Point[];
  readonly x?: number;
  readonly y?: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const longest = 34;
const size = 11;

export const labelWidth = (label: string | undefined): number =>
  label === undefined ? 0 : widthOf(shortened(label, longest), size) + 10;
export const labelHeight = (label: string | undefined): number => (label === undefined ? 0 : 16);

const strokes = {
  next: '#52606d',
  failed: '#c0392b',
  after: '#b7791f',
  interrupted: '#6b46c1',
  end: '#52606d',
} as const;

export function drawnLine({ edge, points, x, y }: Line): string {
  const [first, ...others] = points;
  const stroke = strokes[edge?.kind ?? 'next'];
  const path = {
    ...{ d: pathOf(first!, others), fill: 'none', stroke, 'stroke-width': 1.4, 'marker-end': 'url(#arrow)' },
    'stroke-dasharray': edge === undefined || edge.kind === 'next' ? undefined : '5 3',
  };
  const dot = { cx: first!.x, cy: first!.y - 5, r: 6 };
  return [
    element('path', path),
    ...(edge === undefined ? [element('circle', dot)] : []),
    ...(edge?.label === undefined ? [] : [labelOf(edge.label, x!, y!, stroke)]),
  ].join('');
}

const radius = 14;

/** Straight, and round where it bends. */
function pathOf(first: Point, others: readonly Point[]): string {
  const bends = others.slice(0, -1).map((point, index) => {
    const [before, after] = [index === 0 ? first : others[index - 1]!, others[index + 1]!];
    return `L${at(towards(point, before))}Q${at(point)} ${at(towards(point, after))}`;
  });
  return `M${at(first)}${bends.join('')}L${at(others.at(-1)!)}`;
}

/** A point a little way from one to another, at most half of it. */
function towards(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const part = distance === 0 ? 0 : Math.min(radius / distance, 0.5);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

const at = ({ x, y }: Point) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;

/** On a light ground of its own, for lines cross behind it. The whole of it is told to who points at it. */
function labelOf(label: string, x: number, y: number, fill: string): string {
  const width = labelWidth(label);
  const ground = { x: Math.round(x - width / 2), y: Math.round(y - 8), width: Math.round(width), height: 16, rx: 3 };
  const text = { x: Math.round(x), y: Math.round(y + 4), 'text-anchor': 'middle', 'font-size': size, fill };
  return element('g', {}, [
    element('title', {}, [escaped(label)]),
    element('rect', { ...ground, fill: '#ffffff', 'fill-opacity': 0.9 }),
    element('text', text, [escaped(shortened(label, longest))]),
  ]);
}
