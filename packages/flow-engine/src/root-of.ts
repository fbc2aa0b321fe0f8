import type { SlotValues } from './definition';
import type { FlowState } from './flow-state';

/** Where a conversation stands in its own flow, which may wait for another. */
export function rootOf({ callers, state, slots }: FlowState): { readonly state: string; readonly slots: SlotValues } {
  const root = callers?.[0] ?? { state, slots };
  return { state: root.state, slots: root.slots };
}
