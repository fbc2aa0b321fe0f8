import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { SlotValues } from './definition';

/** Where a conversation stands in its flow: plain JSON, stored with the conversation, without the definition. */
export interface FlowState {
  /** Name of the state. */
  readonly state: string;
  readonly slots: SlotValues;
  /** Invalid answers in a row in this state. */
  readonly tries: number;
  /** The user's messages in this state. */
  readonly turns: number;
  /** Present once the flow has ended. */
  readonly outcome?: string;
  /** The user's message that the strategy is answering: from `EXECUTE` to `ANSWERED`, for guards to see. */
  readonly text?: string;
}

/** What is given in and does not change: what the texts and guards see beside the slots. */
export interface FlowSurroundings {
  readonly variables: JsonObject;
  readonly attributes: JsonObject;
}

/** What happens to a flow. Neither time nor randomness comes from elsewhere. */
export type FlowEvent =
  | { readonly type: 'USER'; readonly text: string }
  /** The strategy that `EXECUTE` asked for has answered. */
  | { readonly type: 'ANSWERED'; readonly text: string };

/** What is to be done, in order. */
export type FlowAction =
  | { readonly type: 'ENTER'; readonly state: string }
  | { readonly type: 'SAY'; readonly text: string }
  | { readonly type: 'COLLECT'; readonly slot: string; readonly value: Json }
  /** Execute the variant's strategy with the user's text, on this prompt if one is named, and then tell `ANSWERED`. Always the last action. */
  | { readonly type: 'EXECUTE'; readonly prompt?: string }
  | { readonly type: 'END'; readonly outcome: string };

export interface FlowStep {
  readonly state: FlowState;
  readonly actions: readonly FlowAction[];
}

/** A compiled flow. Both functions are pure; neither changes its arguments. */
export interface FlowMachine {
  readonly initial: string;
  /** References to prompts in its states, as written, each once. */
  readonly prompts: readonly string[];
  /**
   * The first step: enters the initial state, or the one that is named, with some slots filled already.
   *
   * @throws DomainError FLOW_INVALID when there is no such state or a slot's value is refused
   */
  start(surroundings: FlowSurroundings, begin?: { readonly state?: string; readonly slots?: SlotValues }): FlowStep;
  /** @throws Error for an event that the state does not wait for */
  transition(state: FlowState, event: FlowEvent, surroundings: FlowSurroundings): FlowStep;
}
