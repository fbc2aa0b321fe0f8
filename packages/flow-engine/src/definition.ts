import type { Json, JsonObject } from '@trialogue/plugin-api';

/**
 * A flow as its file says it (`flows/*.yml`): states by name, of which each does one thing, and where each leads. Texts
 * are Jinja templates over `slots` and the conversation's `variables` and `attributes`.
 */
export interface FlowDefinition {
  readonly description?: string;
  /** State in which a conversation begins. */
  readonly initial: string;
  readonly slots?: { readonly [slot: string]: SlotDefinition };
  /** Heard in every state that waits for an answer of the user (`collect`, `await`), before the answer is read. */
  readonly on?: readonly Interruption[];
  /** What is done with “no, I meant 42”: a standard pattern that is there unless it is `false`. */
  readonly correction?: false | Correction;
  readonly states: { readonly [state: string]: StateDefinition };
}

export type Writer = 'user' | 'llm' | 'action';

/** What is collected under a name. */
export interface SlotDefinition {
  readonly description?: string;
  /** JSON Schema (2020-12) of the value: a string, number, integer or boolean, or an enumeration of them. */
  readonly schema: JsonObject;
  /** Who may give it a value; all unless given. */
  readonly write?: readonly Writer[];
  /** Its value when the flow starts, unless one is given then; one that the schema refuses is left out. */
  readonly prefill?: Expression;
}

/** A CEL expression that gives a value; it sees what a {@link Guard} sees. */
export type Expression = string;

/**
 * A CEL expression over `slots`, `variables`, `attributes`, `turns` (user messages in this state), `text` (the last one)
 * and `answer` (of the strategy to it), and where something came also over `result` and `outcome`.
 */
export type Guard = string;

/** The first transition whose guard holds is taken. The last, and only the last, has none: it always holds. */
export type Next = string | readonly { readonly when?: Guard; readonly to: string }[];

/** New values of slots: a string is an {@link Expression}, other JSON is the value itself, and null clears the slot. */
export type Assignments = { readonly [slot: string]: Json };

/** ISO 8601 in days, hours, minutes and seconds, from `PT1S` to `P30D`. */
export type Duration = string;

/** The n-th is said the n-th time in a row, the last from then on. */
export type Texts = string | readonly string[];

/** Something else that the user may want. It has exactly one of `flow` and `to`, or only `say`. */
export interface Interruption {
  readonly when: Guard;
  /** Another flow, after which the question is asked again. */
  readonly flow?: string;
  /** Of that flow, over the slots of this one. */
  readonly slots?: Assignments;
  /** A state of this flow. */
  readonly to?: string;
  readonly say?: string;
}

export interface Correction {
  /** Words that begin one, instead of the usual ones. */
  readonly words?: readonly string[];
  readonly say?: string;
}

/** What every state can do when it is entered and left. */
interface Actions {
  readonly set?: Assignments;
}

interface Described {
  readonly description?: string;
  readonly entry?: Actions;
}

/** What can be left for another state. */
export interface Left extends Described {
  readonly exit?: Actions;
}

/** What can wait for a time. */
export interface Timed {
  /** Where it goes when this time has passed since the state was entered. At most three. */
  readonly after?: { readonly [duration: Duration]: string };
}

export type StateDefinition =
  | SayState
  | ChooseState
  | CollectState
  | PromptState
  | CallState
  | AwaitState
  | HandoffState
  | SubflowState
  | LinkState
  | FinalState;

/** Says a text and goes on. */
export interface SayState extends Left {
  readonly say: string;
  readonly next: Next;
}

/** Decides where to go without a word. */
export interface ChooseState extends Left {
  readonly choose: Exclude<Next, string>;
}

/** A business rule over `slots` with the new value in it. */
export interface Rule {
  readonly when: Guard;
  readonly otherwise: string;
}

/** Asks until a valid value of the slot was given, or too often. A slot that is filled already is not asked for. */
export interface CollectState extends Left, Timed {
  /** Name of the slot. */
  readonly collect: string;
  readonly ask: string;
  /** What is said to a value that is refused. The template also sees `problem`. */
  readonly invalid?: Texts;
  /** What is said where no value was understood; `invalid` unless given. The template also sees `problem`. */
  readonly no_match?: Texts;
  /** What is said to silence since the last thing that was said. Silence counts as a try. */
  readonly no_input?: { readonly after: Duration; readonly say: Texts };
  /** Tries after which `failed` is taken; 3 unless given. */
  readonly max_tries?: number;
  /** Checked in this order after the schema; the first that is broken answers. */
  readonly rule?: Rule | readonly Rule[];
  /** Asks a strategy or a tool whether the value is valid. A call that fails takes `failed`. */
  readonly check?: { readonly call: Call; readonly valid: Guard; readonly otherwise: string };
  /** Before the flow's. */
  readonly on?: readonly Interruption[];
  /** Leaves the flow's `on` out. */
  readonly uninterrupted?: boolean;
  readonly next: Next;
  /** Where too many tries lead; without it, the flow ends with the outcome `not_collected`. */
  readonly failed?: string;
}

/** Talks freely through the variant’s strategy until a guard holds, which is checked after each answer. */
export interface PromptState extends Left, Timed {
  readonly prompt: {
    /** `name@number`, `name@label` or `name`; without it, the prompt of the variant (or of the conversation) answers. */
    readonly prompt_version_id?: string;
    /** Said when the state is entered; without it, the state waits for the user. */
    readonly opening?: string;
    readonly output?: Output;
  };
  /** Checked after each answer. */
  readonly until: Guard;
  readonly next: Next;
  /** Where an answer leads that never matched its `output`; without it, the flow ends with the outcome `not_structured`. */
  readonly failed?: string;
}

/** Demands answers that are JSON of a schema, and asks again for one that is not. */
export interface Output {
  /** JSON Schema (2020-12) of an object. */
  readonly schema: JsonObject;
  /** Said of an answer, which it sees as `result`; without it nothing is. */
  readonly say?: string;
  /** Written as `llm`; sees `result`. */
  readonly save?: Assignments;
  /** How often an answer is asked for in all; 3 unless given. */
  readonly max_tries?: number;
}

/** A strategy or a tool, with its input: strings are expressions, other JSON is itself. */
export type Call = ({ readonly strategy: string; readonly config?: JsonObject } | { readonly tool: string }) & {
  readonly input?: { readonly [name: string]: Json };
  /** Time limit, `PT2M` at most; 30 seconds unless given. */
  readonly within?: Duration;
};

/** Calls a strategy or a tool within the turn. */
export interface CallState extends Left, Timed {
  readonly call: Call;
  /** Written as `action`; sees `result`, what came of the call. */
  readonly save?: Assignments;
  readonly next: Next;
  /** Where a call that fails leads, or a result that cannot be saved; without it, the flow ends with the outcome `call_failed`. */
  readonly failed?: string;
}

/** Waits for something that happens outside. */
export interface AwaitState extends Left, Timed {
  readonly await: { readonly event: string };
  /** Said to a user who writes meanwhile. */
  readonly meanwhile: string;
  /** Written as `action`; sees `result`, the event's data. */
  readonly save?: Assignments;
  readonly on?: readonly Interruption[];
  readonly uninterrupted?: boolean;
  readonly next: Next;
}

/** Hands the conversation over to a person, and goes on when they hand it back. */
export interface HandoffState extends Left, Timed {
  readonly handoff: {
    /** Name of a queue. */
    readonly to?: string;
    readonly reason?: string;
  };
  readonly say?: string;
  /** Written as `action`; sees `result`, the data that it was handed back with. */
  readonly save?: Assignments;
  readonly next: Next;
}

/** Plays another flow and goes on when that has ended. */
export interface SubflowState extends Left {
  /** `name@number` or `name`. */
  readonly flow: string;
  /** Of the other flow, over the slots of this one. */
  readonly slots?: Assignments;
  /** Written as `action`; sees `result`, the other flow's slots, and its `outcome`. */
  readonly save?: Assignments;
  readonly next: Next;
}

/** Goes over into another flow, whose outcome is this one's. */
export interface LinkState extends Left {
  /** `name@number` or `name`. */
  readonly link: string;
  readonly slots?: Assignments;
}

/** Ends the conversation with an outcome. */
export interface FinalState extends Described {
  /** The outcome: `completed`, or a word of the flow's own. */
  readonly final: string;
  readonly say?: string;
}

export type SlotValues = { readonly [slot: string]: Json };

/** The flows that a flow names, as they were when it was published, by their references as written. */
export interface FlowIncludes {
  readonly [written: string]: {
    /** `name@number`. */
    readonly version: string;
    readonly definition: FlowDefinition;
    readonly flows?: FlowIncludes;
  };
}
