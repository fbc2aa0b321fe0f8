import type { FlowMachine, FlowState } from '@trialogue/flow-engine';
import type { Handoff } from '../conversation.entity';

/** Where a conversation stands in its flow, and what that means for it. */
export interface Standing {
  readonly state: FlowState;
  /** When the flow goes on by itself; null: it waits. */
  readonly wakeAt: Date | null;
  /** Present while a person has the conversation by the flow's will. */
  readonly handoff?: Handoff;
}

/** @param handoff what the flow said of it, where it stands with a person */
export function standingIn(machine: FlowMachine, state: FlowState, handoff: Handoff = {}): Standing {
  const due = machine.nextDue(state);
  const withPerson = machine.waitsFor(state).includes('agent');
  return { state, wakeAt: due === undefined ? null : new Date(due), ...(withPerson && { handoff }) };
}

/** The timer that is due first, if one is. */
export function dueTimer({ due = {}, outcome }: FlowState, at: number): string | undefined {
  if (outcome !== undefined) return undefined;
  const [first] = Object.entries(due).sort(([, one], [, other]) => one - other);
  return first !== undefined && first[1] <= at ? first[0] : undefined;
}
