import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { SlotValues } from '../definition';
import type { FlowEvent } from '../flow-state';

export type FindingKind =
  | 'invalid_definition'
  | 'unreachable_state'
  | 'dead_end'
  | 'loop_without_exit'
  | 'loop_without_wait'
  | 'slot_never_filled'
  | 'slot_read_early'
  | 'guard_never_holds'
  | 'guard_always_holds'
  | 'guards_overlap'
  | 'missing_failure'
  | 'missing_reference'
  | 'text_value_missing';

/** A conversation that shows a finding: what it begins with, and what happens in it, from `start` on. It replays. */
export interface Witness {
  readonly slots: SlotValues;
  readonly variables: JsonObject;
  readonly attributes: JsonObject;
  readonly events: readonly FlowEvent[];
}

/** One thing that the verifier says of a flow. */
export interface Finding extends Omit<Problem, 'severity'> {
  readonly kind: FindingKind;
  /** `error`: it is not published; `warning`: its author should know; `unknown`: it could not be decided. */
  readonly severity: 'error' | 'warning' | 'unknown';
  readonly state?: string;
  /** Leads to the place; for a defect of what is said or done there, the last event shows it. */
  readonly witness?: Witness;
}

/** What is there beside the flow. */
export interface Known {
  /** Why a reference to a prompt leads nowhere; undefined when it does lead somewhere. */
  prompt?(reference: string): string | undefined;
}
