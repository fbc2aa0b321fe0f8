import type { FlowDefinition } from './definition';
import { type FlowEdge, type FlowNode, flowGraph } from './flow-graph';

/** A flow as a Mermaid state diagram (`stateDiagram-v2`). Names are prefixed, for Mermaid keeps some to itself. */
export function flowDiagram(flow: FlowDefinition): string {
  const { nodes, edges } = flowGraph(flow);
  const names = nodes.map((node) => `state "${labelOf(node)}" as ${id(node.state)}`);
  const lines = [...names, `[*] --> ${id(flow.initial)}`, ...edges.map(arrowOf)];
  return ['stateDiagram-v2', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

const id = (state: string | undefined) => (state === undefined ? 'anywhere' : `s_${state}`);

function labelOf({ state, kind, object }: FlowNode): string {
  if (state === undefined) return 'at any question';
  if (kind === 'say' || kind === 'final') return state;
  return `${state}: ${object === undefined ? kind : `${kind} ${escaped(object)}`}`;
}

function arrowOf({ from, to, label, kind }: FlowEdge): string {
  const isEnd = to === undefined && kind !== 'interrupted';
  return `${id(from)} --> ${isEnd ? '[*]' : id(to)}${label === undefined ? '' : `: ${escaped(label)}`}`;
}

/** Mermaid's entities, for what it would read as its own. */
const escaped = (label: string) =>
  label.replace(/\s+/g, ' ').replace(/[#;:<>"{}]/g, (character) => `#${character.codePointAt(0)};`);
