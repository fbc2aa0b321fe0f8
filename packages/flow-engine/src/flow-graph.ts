import type { Call, FlowDefinition, Interruption, StateDefinition } from './definition';
import { choicesOf, kindOf } from './routes';
import type { StateKind } from './state-schemas';

/** A flow as what is drawn of it. */
export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export interface FlowNode {
  /** Name of the state; undefined of what stands for every question. */
  readonly state?: string;
  readonly kind: StateKind | 'anywhere';
  /** What the state does it with: a slot, a strategy, an event, a queue, a flow. */
  readonly object?: string;
}

export interface FlowEdge {
  /** Name of the state; undefined is every question. */
  readonly from?: string;
  /** Name of the state; undefined is the flow's end. */
  readonly to?: string;
  readonly label?: string;
  readonly kind: 'next' | 'failed' | 'after' | 'interrupted' | 'end';
}

/** States and the ways between them. What the user can want everywhere leaves from a node of its own. */
export function flowGraph({ on = [], states }: FlowDefinition): FlowGraph {
  const everywhere = on.flatMap((one) => interruptionEdges(undefined, one));
  const nodes = Object.entries(states).map(([state, definition]) => nodeOf(state, definition));
  const edges = Object.entries(states).flatMap(([state, definition]) => edgesFrom(state, definition));
  return {
    nodes: everywhere.length > 0 ? [...nodes, { kind: 'anywhere' }] : nodes,
    edges: [...edges, ...everywhere],
  };
}

function nodeOf(state: string, definition: StateDefinition): FlowNode {
  const object = objectOf(definition);
  return { state, kind: kindOf(definition)!, ...(object !== undefined && { object }) };
}

function objectOf(state: StateDefinition): string | undefined {
  if ('collect' in state) return state.collect;
  if ('call' in state) return calledBy(state.call);
  if ('await' in state) return state.await.event;
  if ('handoff' in state) return state.handoff.to;
  if ('flow' in state) return state.flow;
  return 'link' in state ? state.link : undefined;
}

const calledBy = (call: Call) => ('strategy' in call ? call.strategy : call.tool);

function edgesFrom(from: string, state: StateDefinition): FlowEdge[] {
  if ('final' in state) return [{ from, label: state.final, kind: 'end' }];
  if ('link' in state) return [{ from, kind: 'end' }];
  const own = 'on' in state ? (state.on ?? []).flatMap((one) => interruptionEdges(from, one)) : [];
  return [
    ...choicesOf(state).transitions.map(({ when, to }): FlowEdge => ({ from, to, kind: 'next', ...labelled(when) })),
    ...(canFail(state)
      ? [{ from, ...('failed' in state && { to: state.failed }), label: 'failed', kind: 'failed' as const }]
      : []),
    ...Object.entries(('after' in state && state.after) || {}).map(
      ([time, to]): FlowEdge => ({ from, to, label: `after ${time}`, kind: 'after' }),
    ),
    ...own,
  ];
}

const labelled = (label: string | undefined) => (label === undefined ? {} : { label });

const canFail = (state: StateDefinition) =>
  'collect' in state || 'call' in state || ('prompt' in state && state.prompt.output !== undefined);

/** One that comes back, or only says something, leads to where it came from. */
function interruptionEdges(from: string | undefined, { when, flow, to }: Interruption): FlowEdge[] {
  if (to !== undefined) return [{ from, to, label: when, kind: 'interrupted' }];
  return [{ from, to: from, label: `${flow ?? 'says'}: ${when}`, kind: 'interrupted' }];
}
