import type { Json, JsonObject, Provided } from '@trialogue/plugin-api';
import type { Includes } from './includes';

/** Body of a release of kind `prompt`, keyed by its name: which versions there are and where the labels stand. */
export interface PromptBody {
  readonly name: string;
  readonly description: string;
  /** Label → version number. */
  readonly labels: { readonly [label: string]: number };
  /** Version number → hash of its `prompt_version` release. */
  readonly versions: { readonly [number: string]: string };
}

/** Body of a release of kind `prompt_version`, keyed `name@number`. */
export interface PromptVersionBody {
  readonly name: string;
  readonly number: number;
  readonly description: string;
  readonly status: 'DRAFT' | 'ACTIVE' | 'ARCHIVED';
  readonly syntax: 'JINJA' | 'MUSTACHE';
  /** Text of the system message; of a chat prompt its messages’ templates joined by an empty line, for people to read. */
  readonly template: string;
  /** A chat prompt’s, in order. Absent: `template` is one system message. */
  readonly messages?: readonly PromptMessage[];
  /** JSON Schema (2020-12) of the answer. Absent: any text. */
  readonly responseSchema?: JsonObject;
  /** What the templates include, as it was when the version was published. Absent: nothing. */
  readonly includes?: Includes;
  readonly variables: readonly PromptVariable[];
  readonly modelProvider: string;
  readonly modelName: string;
  readonly params: JsonObject;
  /** What the scripted model says in place of a real one. Not behaviour: it is no part of the arm or of the checksum. */
  readonly replies: readonly ScriptedReply[];
  /** SHA-256 of syntax, templates, what they include, variables, schema of the answer, model and params. */
  readonly checksum: string;
}

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly template: string;
}

/** A value that a prompt’s templates take. */
export interface PromptVariable {
  readonly name: string;
  /** A render without it, and without a default, is refused. */
  readonly required: boolean;
  readonly default?: Json;
  readonly description?: string;
  /** JSON Schema (2020-12) of the value. Absent: any. */
  readonly schema?: JsonObject;
}

export interface ScriptedReply {
  /** Words of the user's text that call for this reply; none: it answers whatever no other does. */
  readonly when: readonly string[];
  readonly reply: string;
}

/** Body of a release of kind `strategy`, keyed by the strategy's name: what validates a config without any plugin's code. */
export interface StrategyBody {
  readonly name: string;
  readonly version: string;
  readonly plugin: string;
  readonly configKey: string;
  readonly config: JsonObject;
  readonly input: JsonObject;
  readonly output: JsonObject;
  readonly effects: 'none' | 'idempotent' | 'external';
  /** Strategies whose members stand in the same config, checked, pinned and part of the arm too. Absent: none. */
  readonly uses?: readonly string[];
  /** Variables that the strategy itself gives to the prompts that it renders. Absent: none. */
  readonly provides?: readonly Provided[];
}

/** Body of a release of kind `tool`, keyed by its name: what a flow calls, and a model where a variant's config names it. */
export interface ToolBody {
  readonly name: string;
  readonly version: string;
  readonly plugin: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly input: JsonObject;
  /** JSON Schema. Absent: it may answer anything. */
  readonly output?: JsonObject;
  readonly effects: 'none' | 'idempotent' | 'external';
}

/** Body of a release of kind `allocator`, keyed by its name: what validates its options without any plugin's code. */
export interface AllocatorBody {
  readonly name: string;
  readonly version: string;
  readonly plugin: string;
  /** JSON Schema. */
  readonly options: JsonObject;
}

/** Body of a release of kind `policy`, keyed by its name: its versions, their other names, and where each is served. */
export interface PolicyBody {
  readonly name: string;
  readonly description: string;
  /** Version number → hash of its `policy_version` release. */
  readonly versions: { readonly [number: string]: string };
  /** What configs may say in place of `name@number`, such as a uuid → version number. */
  readonly aliases: { readonly [alias: string]: number };
  /**
   * Version number → base URL of the scoring server, or those of several with spaces between, or `standin:MODEL`. Where a model is served is not what it is: this
   * is read when it is called, never pinned, and no part of the arm.
   */
  readonly endpoints: { readonly [number: string]: string };
}

/** Body of a release of kind `model_aliases`, keyed by the model's name: where its aliases stand in MLflow's registry. */
export interface ModelAliasesBody {
  readonly name: string;
  /** Alias → version, as MLflow calls them. */
  readonly aliases: { readonly [alias: string]: string };
}

/** Body of a release of kind `policy_version`, keyed `name@number`: one version of a model that MLflow serves. */
export interface PolicyVersionBody {
  readonly name: string;
  readonly number: number;
  readonly description: string;
  readonly status: 'ACTIVE' | 'ARCHIVED';
  /** In MLflow's registry. */
  readonly modelName: string;
  readonly modelVersion: string;
  /** What the model is asked with: a value for each column of one record. */
  readonly inputs: readonly PolicyInput[];
  /** Passed to the scoring server as `params`; a variant's `params` win. */
  readonly params: JsonObject;
  /** Milliseconds within which the scoring server must answer. Not behaviour. */
  readonly timeoutMs: number;
  /** SHA-256 of model, inputs and params. */
  readonly checksum: string;
}

export interface PolicyInput {
  readonly name: string;
  readonly type: 'number' | 'string' | 'boolean';
  readonly required: boolean;
  readonly description?: string;
}

/** Body of a release of kind `layer`, keyed by its key: units in one order, of which experiments take ranges. */
export interface LayerBody {
  readonly key: string;
  readonly salt: string;
  /** `GROWTHBOOK`: a namespace of GrowthBook, whose id is the salt. */
  readonly bucketer: 'NATIVE' | 'GROWTHBOOK';
}

/** Body of a release of kind `holdout`, keyed by its key: units that are kept out of experiments. */
export interface HoldoutBody {
  readonly key: string;
  readonly salt: string;
  /** Share of units that are held out, 0–1. */
  readonly share: number;
}

/** Body of a release of kind `flow`, keyed by its name. */
export interface FlowBody {
  readonly name: string;
  readonly description: string;
  /** Version number → hash of its `flow_version` release. */
  readonly versions: { readonly [number: string]: string };
}

/** Body of a release of kind `flow_version`, keyed `name@number`. */
export interface FlowVersionBody {
  readonly name: string;
  readonly number: number;
  readonly description: string;
  /** DRAINING: what runs goes on to its end, and nothing begins. */
  readonly status: 'DRAFT' | 'ACTIVE' | 'DRAINING' | 'ARCHIVED';
  /** A `FlowDefinition` of the flow engine. */
  readonly definition: JsonObject;
  /** The flows that it names, as they were when it was published. Absent: none. */
  readonly flows?: IncludedFlows;
  /** References to prompts in its states and in those of the flows that it includes, as written, each once. */
  readonly prompts: readonly string[];
  /** The strategies that it and the flows that it includes call, with their own members of the config. Absent: none. */
  readonly calls?: readonly { readonly strategy: string; readonly config?: JsonObject }[];
  /** Names of the tools that it and the flows that it includes call. Absent: none. */
  readonly tools?: readonly string[];
  /** Names of its states, the initial one first. */
  readonly states: readonly string[];
  /** SHA-256 of how the flow behaves, with what it includes: its definition without descriptions. */
  readonly checksum: string;
}

/** Flows in another, by their references as written, whole, so that nothing is looked up when it is played. */
export interface IncludedFlows {
  readonly [written: string]: {
    /** `name@number`. */
    readonly version: string;
    /** A `FlowDefinition` of the flow engine. */
    readonly definition: JsonObject;
    readonly flows?: IncludedFlows;
  };
}
