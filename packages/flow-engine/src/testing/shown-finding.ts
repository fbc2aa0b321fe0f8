import { machineFor } from '../compile-flow';
import type { FlowDefinition, FlowIncludes } from '../definition';
import type { Finding, Witness } from '../verify/finding';
import { replay } from '../verify/replay';

/**
 * Whether the witness of a finding, played, comes to the place; and shows the defect where that is something that happens.
 * What keeps a flow from being played has none.
 */
export function isShown(
  flow: FlowDefinition,
  flows: FlowIncludes,
  { kind, severity, state, witness }: Finding,
): boolean {
  if (witness === undefined) return kind === 'missing_reference' && severity === 'error';
  if (kind === 'text_value_missing') return fails(flow, flows, witness, state!);
  const chosen = new Set<string>();
  const steps = replay(
    flow,
    witness,
    flows,
    machineFor(flow, flows, (name) => chosen.add(name)),
  );
  const last = steps.at(-1)!.state;
  if (kind === 'loop_without_wait') return last.outcome === 'stuck';
  if (kind === 'missing_failure')
    return ['not_collected', 'call_failed', 'not_structured'].includes(last.outcome ?? '') && last.state === state;
  const entered = steps.flatMap(({ actions }) =>
    actions.flatMap((action) => (action.type === 'ENTER' && action.flow === undefined ? action.state : [])),
  );
  const isEntered = chosen.has(state ?? '') || entered.includes(state ?? '');
  if (kind === 'unreachable_state') return !isEntered;
  return state === undefined || isEntered;
}

function fails(flow: FlowDefinition, flows: FlowIncludes, witness: Witness, state: string): boolean {
  try {
    replay(flow, witness, flows);
    return false;
  } catch (error) {
    return (error as { data?: { state?: string } }).data?.state === state;
  }
}
