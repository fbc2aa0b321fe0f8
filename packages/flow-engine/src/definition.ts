import type { Json, JsonObject } from '@trialogue/plugin-api';

/**
 * A flow as its file says it (`flows/*.yml`): states by name, of which each does one thing, and where each leads. Texts
 * are Jinja templates over `slots` and the conversation's `variables`.
 */
export interface FlowDefinition {
  readonly description?: string;
  /** State in which a conversation begins. */
  readonly initial: string;
  readonly slots?: { readonly [slot: string]: SlotDefinition };
  readonly states: { readonly [state: string]: StateDefinition };
}

/** What is collected under a name. */
export interface SlotDefinition {
  readonly description?: string;
  /** JSON Schema (2020-12) of the value: a string, number, integer or boolean, or an enumeration of them. */
  readonly schema: JsonObject;
}

/**
 * A CEL expression over `slots`, `variables`, `attributes`, `turns` (user messages in this state), `text` (the last one)
 * and `answer` (of the strategy to it).
 */
export type Guard = string;

/** The first transition whose guard holds is taken. The last, and only the last, has none: it always holds. */
export type Next = string | readonly { readonly when?: Guard; readonly to: string }[];

export type StateDefinition = SayState | CollectState | PromptState | FinalState;

/** Says a text and goes on. */
export interface SayState {
  readonly description?: string;
  readonly say: string;
  readonly next: Next;
}

/** Asks until a valid value of the slot was given, or too often. A slot that is filled already is not asked for. */
export interface CollectState {
  readonly description?: string;
  /** Name of the slot. */
  readonly collect: string;
  readonly ask: string;
  /** What is said to an invalid value: the n-th of a list to the n-th in a row, the last from then on. The template also sees `problem`. */
  readonly invalid?: string | readonly string[];
  /** Invalid answers after which `failed` is taken; 3 unless given. */
  readonly max_tries?: number;
  /** A business rule over `slots` with the new value in it, checked after its schema. */
  readonly rule?: { readonly when: Guard; readonly otherwise: string };
  readonly next: Next;
  /** Where too many invalid answers lead; without it, the flow ends with the outcome `not_collected`. */
  readonly failed?: string;
}

/** Talks freely through the variant’s strategy until a guard holds, which is checked after each answer. */
export interface PromptState {
  readonly description?: string;
  readonly prompt: {
    /** `name@number`, `name@label` or `name`; without it, the prompt of the variant (or of the conversation) answers. */
    readonly prompt_version_id?: string;
    /** Said when the state is entered; without it, the state waits for the user. */
    readonly opening?: string;
  };
  /** Checked after each answer. */
  readonly until: Guard;
  readonly next: Next;
}

/** Ends the conversation with an outcome. */
export interface FinalState {
  readonly description?: string;
  /** The outcome: `completed`, or a word of the flow's own. */
  readonly final: string;
  readonly say?: string;
}

export type SlotValues = { readonly [slot: string]: Json };
