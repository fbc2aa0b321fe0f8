import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { SlotValues } from './definition';

/** Where a conversation stands in its flow: plain JSON, stored with the conversation, without the definition. */
export interface FlowState extends Standing {
  /** Present once the conversation's flow has ended. */
  readonly outcome?: string;
  /** The user's message that is being answered: while an answer or a call is waited for, for guards to see. */
  readonly text?: string;
  /** Flows that wait for this one to end, outermost first. */
  readonly callers?: readonly Frame[];
  /** Number of the call that is waited for. */
  readonly effect?: number;
  /** Calls so far in the conversation: the next has this number. */
  readonly effects?: number;
  /** Answers and calls in this turn before the one that is waited for. */
  readonly spent?: number;
  /** A value that a `check` is asked about. */
  readonly pending?: Json;
  /** That value corrects one that was collected before. */
  readonly corrected?: true;
  /** Answers in a row that did not match an `output`. */
  readonly attempts?: number;
}

/** Where a conversation stands in one flow. */
export interface Standing {
  /** Which flow: `name@number` of one that the conversation's own includes, absent for its own. */
  readonly flow?: string;
  /** Name of the state. */
  readonly state: string;
  readonly slots: SlotValues;
  /** Tries in a row in this state. */
  readonly tries: number;
  /** The user's messages in this state. */
  readonly turns: number;
  /** When a timer of this state rings, in ms since the epoch: `after.PT10M`, `no_input`. */
  readonly due?: { readonly [timer: string]: number };
  /** Slots and the states that collected them, in order, each slot once. */
  readonly collected?: readonly (readonly [slot: string, state: string])[];
}

/** A flow that waits for another to end. */
export interface Frame extends Standing {
  /** The user interrupted it: its question is asked again. */
  readonly interrupted?: true;
}

/** What is given in and does not change: what the texts and guards see beside the slots. */
export interface FlowSurroundings {
  readonly variables: JsonObject;
  readonly attributes: JsonObject;
}

/** What happens to a flow, and when, in ms since the epoch. Neither time nor randomness comes from elsewhere. */
export type FlowEvent = { readonly at: number } & (
  | { readonly type: 'USER'; readonly text: string }
  /** The strategy that `EXECUTE` asked for has answered; with an output, the text is its JSON. */
  | { readonly type: 'ANSWERED'; readonly text: string }
  | { readonly type: 'CALLED'; readonly effect: number; readonly result: Json }
  | { readonly type: 'CALL_FAILED'; readonly effect: number; readonly code: string; readonly message: string }
  /** Something happened outside that an `await` may wait for. */
  | { readonly type: 'EVENT'; readonly name: string; readonly data: JsonObject }
  | { readonly type: 'HANDED_BACK'; readonly data: JsonObject }
  | { readonly type: 'TIMER'; readonly timer: string }
);

/** What is to be done, in order. Of EXECUTE and CALL there is at most one, at the end. */
export type FlowAction =
  | { readonly type: 'ENTER'; readonly state: string; readonly flow?: string }
  | { readonly type: 'SAY'; readonly text: string }
  | { readonly type: 'COLLECT'; readonly slot: string; readonly value: Json }
  /** A slot was written otherwise; null: cleared. */
  | { readonly type: 'SET'; readonly slot: string; readonly value: Json }
  /** Execute the variant's strategy with the user's text, on this prompt if one is named, and then tell `ANSWERED`. */
  | { readonly type: 'EXECUTE'; readonly prompt?: string; readonly output?: WantedOutput }
  /** Call the strategy or the tool and then tell `CALLED` or `CALL_FAILED` with its number. */
  | ({ readonly type: 'CALL'; readonly effect: number; readonly input: JsonObject; readonly withinMs: number } & (
      | { readonly strategy: string; readonly config?: JsonObject }
      | { readonly tool: string }
    ))
  /** Hand the conversation to a person, and tell `HANDED_BACK` when they hand it back. */
  | { readonly type: 'HANDOFF'; readonly to?: string; readonly reason?: string }
  /** Another flow has ended, and the one that it stands in goes on. */
  | { readonly type: 'RETURN'; readonly flow: string; readonly outcome: string }
  | { readonly type: 'END'; readonly outcome: string };

/** What an answer has to be. */
export interface WantedOutput {
  /** JSON Schema (2020-12) of an object. */
  readonly schema: JsonObject;
  /** What was wrong with the last answer. */
  readonly problem?: string;
}

export interface FlowStep {
  readonly state: FlowState;
  readonly actions: readonly FlowAction[];
}

/** What a conversation waits for: a message, `CALLED`, `ANSWERED`, `EVENT`, `HANDED_BACK`, `TIMER`. */
export type Awaited = 'user' | 'call' | 'answer' | 'event' | 'agent' | 'timer';

/** How a flow begins. */
export interface FlowBeginning {
  /** When, in ms since the epoch. */
  readonly at: number;
  /** The initial one unless given. */
  readonly state?: string;
  readonly slots?: SlotValues;
}

/** A compiled flow. Its functions are pure; none changes its arguments. */
export interface FlowMachine {
  readonly initial: string;
  /** References to prompts in its states and in those of the flows that it includes, as written, each once. */
  readonly prompts: readonly string[];
  /**
   * The first step: enters the initial state, or the one that is named, with some slots filled already.
   *
   * @throws DomainError FLOW_INVALID when there is no such state or a slot's value is refused
   */
  start(surroundings: FlowSurroundings, begin: FlowBeginning): FlowStep;
  /**
   * The next step. An event that comes late, early or twice (a timer that is not due, a call of another number, an event
   * that nobody awaits) changes nothing and does nothing.
   *
   * @throws Error for `USER` and `ANSWERED` where the state does not wait for them, which is a fault of the caller
   * @throws DomainError FLOW_TEXT_FAILED for a text that uses a value which nobody gave
   */
  transition(state: FlowState, event: FlowEvent, surroundings: FlowSurroundings): FlowStep;
  /** Nothing, once the flow has ended. */
  waitsFor(state: FlowState): readonly Awaited[];
  /** When the first timer rings for which a `TIMER` is to be told, in ms since the epoch. */
  nextDue(state: FlowState): number | undefined;
}
