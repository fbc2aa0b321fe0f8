import type { EffectLedger } from '../host';
import type { Json, JsonObject, Message, Part, Usage } from '../message';
import type { PluginTool } from '../plugin';
import type { Call, Policy, RenderedPrompt, Strategy } from '../strategy';
import type { Effect } from './memory-ledger';
import type { Scripted, ScriptedModel } from './scripted-model';

/** A prompt of a run: its system message as it stands, or what it renders to with variables. */
export type GivenPrompt =
  | string
  | ((variables: JsonObject) => string | (Pick<RenderedPrompt, 'messages'> & Partial<RenderedPrompt>));

/** A policy of a run: where it is served, and what differs from a model without inputs and parameters. */
export type GivenPolicy = Pick<Policy, 'urls'> & Partial<Policy>;

/** A strategy that another may run: a real one, or what answers in its place. */
export type GivenStrategy = Strategy | ((input: JsonObject, config: JsonObject | null) => Json | Promise<Json>);

/** What a strategy is run with. What is left out is not there: a prompt that nobody gave cannot be rendered. */
export interface Given<Config = any, Input = any> {
  /** The strategy's own member of a variant's config. */
  readonly config: Config;
  readonly input: Input;
  /** Other members of the variant's config, for strategies that it runs with their own. */
  readonly members?: JsonObject;
  /** `test-unit` unless told. */
  readonly unit?: string;
  readonly attributes?: JsonObject;
  readonly arm?: Call<unknown, unknown>['arm'];
  readonly conversation?: {
    readonly history?: readonly Message[];
    readonly variables?: JsonObject;
    readonly id?: string;
    readonly turn?: number;
  };
  readonly prompts?: { readonly [reference: string]: GivenPrompt };
  readonly models?: ScriptedModel | readonly Scripted[];
  readonly policies?: { readonly [reference: string]: GivenPolicy };
  readonly tools?: readonly PluginTool[];
  readonly strategies?: { readonly [name: string]: GivenStrategy };
  readonly secrets?: { readonly [name: string]: string };
  /** The same one again: the same call, resumed. */
  readonly ledger?: EffectLedger;
  /** The call's id; `test-call` unless told. */
  readonly id?: string;
  readonly signal?: AbortSignal;
  /** ISO-8601 UTC. */
  readonly now?: string;
}

/** What became of a run. */
export interface Ran<Output = any> {
  readonly output: Output;
  /** What it has shown, in order. */
  readonly parts: readonly Part[];
  /** The text of `parts`, put together. */
  readonly text: string;
  readonly events: readonly { readonly type: string; readonly data: JsonObject }[];
  /** What it did by `once`, and what models said that it records, those of strategies that it ran too. */
  readonly effects: readonly Effect[];
  /** Summed over all answers of models. */
  readonly usage: Usage;
  readonly logged: readonly Logged[];
}

export interface Logged {
  readonly level: 'info' | 'warn' | 'error';
  readonly data: object;
  readonly text: string;
}
