import type { FlowEdge, FlowNode, StateDefinition } from '@trialogue/flow-engine';
import { element, escaped, shortened, widthOf } from './xml';

/** A state as it is drawn; `x` and `y` are its middle, once it is laid out. */
export interface Box {
  readonly kind: FlowNode['kind'];
  readonly rows: readonly Row[];
  readonly width: number;
  readonly height: number;
  x: number;
  y: number;
}

interface Row {
  readonly text: string;
  readonly size: number;
  readonly fill: string;
  readonly weight?: 'bold';
}

const rowHeight = 17;
const inset = 12;
const longest = 46;

const grounds: { readonly [kind in FlowNode['kind']]: readonly [ground: string, border: string] } = {
  say: ['#f5f7fa', '#9aa5b1'],
  choose: ['#fff8e6', '#d6a419'],
  collect: ['#e6f0ff', '#3b74d1'],
  prompt: ['#efe9ff', '#7c5cd6'],
  call: ['#e6fbf3', '#1f9d6b'],
  await: ['#fff1e6', '#d97a2b'],
  handoff: ['#ffe9f1', '#cf3f78'],
  flow: ['#e6f9fb', '#178ca0'],
  link: ['#e6f9fb', '#178ca0'],
  final: ['#eef7ee', '#3d8b40'],
  anywhere: ['#ffffff', '#6b46c1'],
};

/** What is written in a state's box: what it does, its name, what it says, and the ways out that are not drawn. */
export function boxOf(node: FlowNode, state: StateDefinition | undefined, told: readonly FlowEdge[]): Box {
  const { kind, object } = node;
  const caption = kind === 'anywhere' ? 'heard at' : object === undefined ? kind : `${kind} · ${object}`;
  const said = saidBy(state);
  const rows: Row[] = [
    { text: caption, size: 11, fill: grounds[kind][1] },
    { text: node.state ?? 'any question', size: 13, fill: '#1f2933', weight: 'bold' },
    ...(said === undefined ? [] : [{ text: `“${said}”`, size: 11, fill: '#52606d' }]),
    ...told.map((edge) => ({ text: inWords(edge), size: 11, fill: '#52606d' })),
  ].map((row) => ({ ...row, text: shortened(row.text, longest) }) as Row);
  const widest = Math.max(...rows.map(({ text, size, weight }) => widthOf(text, weight ? size * 1.08 : size)));
  const [width, height] = [Math.ceil(widest) + 2 * inset, rows.length * rowHeight + 14];
  return { kind, rows, width: Math.max(width, 90), height, x: 0, y: 0 };
}

function saidBy(state: StateDefinition | undefined): string | undefined {
  if (state === undefined) return undefined;
  if ('collect' in state) return state.ask;
  if ('prompt' in state) return state.prompt.opening;
  return 'say' in state ? state.say : undefined;
}

function inWords({ from, to, label, kind }: FlowEdge): string {
  if (kind === 'end') return label === undefined ? 'ends as that does' : `ends: ${label}`;
  const arrow = to === from ? '↺' : `→ ${to ?? 'ends'}`;
  return label === undefined ? arrow : `${arrow} · ${label}`;
}

export function drawnBox({ kind, rows, width, height, x, y }: Box): string {
  const [fill, stroke] = grounds[kind];
  const [left, top] = [Math.round(x - width / 2), Math.round(y - height / 2)];
  const frame = { x: left, y: top, width, height, rx: kind === 'final' ? 16 : 7, fill, stroke };
  const dash = kind === 'link' || kind === 'anywhere' ? '5 3' : undefined;
  return element('g', {}, [
    element('rect', { ...frame, 'stroke-width': kind === 'final' ? 2.5 : 1.4, 'stroke-dasharray': dash }),
    ...rows.map(({ text, size, fill: ink, weight }, row) =>
      element(
        'text',
        { x: left + inset, y: top + 18 + row * rowHeight, 'font-size': size, fill: ink, 'font-weight': weight },
        [escaped(text)],
      ),
    ),
  ]);
}
