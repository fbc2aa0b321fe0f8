import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Call, FlowIncludes, SlotValues } from '../definition';
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
  | 'missing_timeout'
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
export interface Finding extends Omit<Problem, 'severity' | 'kind' | 'witness'> {
  readonly kind: FindingKind;
  /** `error`: it is not published; `warning`: its author should know; `unknown`: it could not be decided. */
  readonly severity: 'error' | 'warning' | 'unknown';
  readonly state?: string;
  /** Leads to the place; for a defect of what is said or done there, the last event shows it. */
  readonly witness?: Witness;
}

/** What is there beside the flow. The functions say why a reference leads nowhere; nothing when it does lead somewhere. */
export interface Known {
  /** The flows that it names, by their references as written. */
  readonly flows?: FlowIncludes;
  prompt?(reference: string): string | undefined;
  strategy?(name: string): string | undefined;
  tool?(name: string): string | undefined;
  /** JSON Schema of what a call gives; undefined: it could be anything. */
  answerOf?: AnswerOf;
}

export type AnswerOf = (call: Call) => JsonObject | undefined;

/** Where the flow ended in this way, of what was played: `ended` is by outcome and state. */
export const endedIn = (ended: ReadonlyMap<string, Witness>, outcome: string) =>
  [...ended].flatMap(([key, witness]) =>
    key.startsWith(`${outcome}.`) ? [{ state: key.slice(outcome.length + 1), witness }] : [],
  );
