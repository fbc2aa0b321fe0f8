import dagre from '@dagrejs/dagre';
import { type FlowDefinition, type FlowEdge, flowGraph } from '@trialogue/flow-engine';
import { aroundBoxes } from './around-boxes';
import { type Box, boxOf, drawnBox } from './boxes';
import { drawnLine, type Line, labelHeight, labelWidth } from './lines';
import { shownEdges } from './shown-edges';
import { element, escaped } from './xml';

/** More states than these take long to lay out, and nobody reads them. */
export const mostDrawn = 200;

const margin = 24;
const start = '$start';
const everywhere = '$anywhere';
const colours = { paper: '#ffffff', ink: '#1f2933' };

/** A flow drawn as SVG, laid out by dagre from top to bottom; `title` is its name for those who do not see it. */
export function flowSvg(flow: FlowDefinition, title: string): { text: string; width: number; height: number } {
  const graph = flowGraph(flow);
  const { drawn, told } = shownEdges(flow, graph);
  const boxes = new Map<string, Box>(
    graph.nodes.map((node) => [
      node.state ?? everywhere,
      boxOf(
        node,
        flow.states[node.state ?? ''],
        told.filter(({ from }) => from === node.state),
      ),
    ]),
  );
  const { lines, width, height } = laidOut(flow.initial, boxes, drawn);
  const shapes = [...lines.map(drawnLine), ...[...boxes.values()].map(drawnBox)];
  const marker = { id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' };
  const text = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      ...{ width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' },
      'font-family': 'ui-sans-serif, system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
      'font-size': 13,
      fill: colours.ink,
    },
    [
      element('title', {}, [escaped(title)]),
      element('defs', {}, [element('marker', marker, [element('path', { d: 'M0 0 8 4 0 8z', fill: '#52606d' })])]),
      element('rect', { width, height, fill: colours.paper }),
      ...shapes,
    ],
  );
  return { text: `${text}\n`, width, height };
}

/** Puts the boxes where they stand, and answers the lines between them. */
function laidOut(initial: string, boxes: ReadonlyMap<string, Box>, edges: readonly FlowEdge[]) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ nodesep: 28, ranksep: 34, edgesep: 14, marginx: margin, marginy: margin });
  for (const [name, { width, height }] of boxes) graph.setNode(name, { width, height });
  graph.setNode(start, { width: 14, height: 14 });
  graph.setEdge(start, initial, { width: 0, height: 0 }, 'start');
  for (const [index, edge] of edges.entries()) {
    const label = { width: labelWidth(edge.label), height: labelHeight(edge.label), labelpos: 'c' };
    graph.setEdge(edge.from ?? everywhere, edge.to!, label, String(index));
  }
  dagre.layout(graph);
  for (const [name, box] of boxes) Object.assign(box, placeOf(graph.node(name)));
  const lines = graph.edges().map((one: { v: string; w: string; name?: string }): Line => {
    const { points, x, y } = graph.edge(one);
    const target = boxes.get(one.w)!;
    return { edge: edges[Number(one.name)], points: aroundBoxes(points, target, boxes.values()), x, y };
  });
  const { width, height } = graph.graph();
  return { lines, width: Math.ceil(width!), height: Math.ceil(height!) };
}

const placeOf = ({ x, y }: { x: number; y: number }) => ({ x: Math.round(x), y: Math.round(y) });
