import type { FlowDefinition, FlowEdge, FlowGraph } from '@trialogue/flow-engine';

/** Further than so many steps, an edge is told in its state's box. */
const nearest = 4;
/** Ways of failure, of timers and of interruptions into one state that are drawn; of more, only the last is. */
const mostSideways = 3;

/** Lines in all: their layout takes longer than in proportion. */
const most = 300;

/**
 * Which edges are drawn as lines. The others (those that end here, come back to where they are, lead far away, or lead
 * where many others do, as to a state that hands over) would make a diagram unreadable and its layout slow: they are told
 * in words in the box of their state.
 */
export function shownEdges(
  { initial }: Pick<FlowDefinition, 'initial'>,
  { edges }: FlowGraph,
): { readonly drawn: readonly FlowEdge[]; readonly told: readonly FlowEdge[] } {
  const depths = depthsFrom(initial, edges);
  const depthOf = (state: string | undefined) => (state === undefined ? 0 : (depths.get(state) ?? 0));
  const crowds = new Map<string, FlowEdge[]>();
  for (const edge of edges)
    if (edge.to !== undefined && edge.to !== edge.from && edge.kind !== 'next')
      crowds.set(edge.to, [...(crowds.get(edge.to) ?? []), edge]);
  const lastOf = (crowd: readonly FlowEdge[]) =>
    crowd.reduce((last, edge) => (depthOf(edge.from) >= depthOf(last.from) ? edge : last));

  const isDrawn = (edge: FlowEdge): boolean => {
    const { from, to, kind } = edge;
    if (to === undefined || to === from) return false;
    const crowd = kind === 'next' ? [] : crowds.get(to)!;
    if (crowd.length > mostSideways) return edge === lastOf(crowd);
    return Math.abs(depthOf(to) - depthOf(from)) <= nearest;
  };
  const drawn = new Set(edges.filter(isDrawn).slice(0, most));
  return { drawn: [...drawn], told: edges.filter((edge) => !drawn.has(edge)) };
}

/** How many steps each state is away from the initial one. */
function depthsFrom(initial: string, edges: readonly FlowEdge[]): ReadonlyMap<string, number> {
  const following = new Map<string | undefined, string[]>();
  for (const { from, to } of edges) if (to !== undefined) following.set(from, [...(following.get(from) ?? []), to]);
  const depths = new Map([[initial, 0]]);
  for (const [state, depth] of depths)
    for (const next of following.get(state) ?? []) if (!depths.has(next)) depths.set(next, depth + 1);
  return depths;
}
