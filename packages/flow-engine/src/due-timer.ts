import type { FlowState } from './flow-state';

/** The timer that rings first and not after `until` (ms since the epoch), with when it does; undefined: none does. */
export function dueTimer(
  { due = {}, outcome }: FlowState,
  until: number,
): { readonly timer: string; readonly at: number } | undefined {
  if (outcome !== undefined) return undefined;
  const [first] = Object.entries(due).sort(([, left], [, right]) => left - right);
  return first === undefined || first[1] > until ? undefined : { timer: first[0], at: first[1] };
}

/** The same state, in which a timer does not ring any more. */
export function withoutTimer({ due = {}, ...state }: FlowState, timer: string): FlowState {
  const { [timer]: _, ...others } = due;
  return Object.keys(others).length === 0 ? state : { ...state, due: others };
}
