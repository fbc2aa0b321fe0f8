import type { Condition, FromSchema, JSONSchema } from './json-schema';
import type { Json, JsonObject, Message, Part, Usage } from './message';

export interface Logger {
  info(data: object, text: string): void;
  warn(data: object, text: string): void;
  error(data: object, text: string): void;
}

/** A tool that a model may ask to be used; whoever asks the model uses it. */
export interface ToolDefinition {
  /** Letters, digits, `_` and `-`; 64 at most. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object: the arguments. */
  readonly input: JsonObject;
}

/** What a model wants of a tool. */
export interface ToolCall {
  /** Of this call; what the tool answers is a `tool-result` part with it. */
  readonly id: string;
  readonly tool: string;
  readonly arguments: JsonObject;
  /** Why it cannot be used: there is no such tool, or its schema refuses the arguments. For the model to read. */
  readonly problem?: string;
}

/** An answer that is to be a JSON object of a schema. */
export interface OutputFormat {
  /** Letters, digits, `_` and `-`; 64 at most. */
  readonly name: string;
  /** JSON Schema (2020-12) of an object. */
  readonly schema: JsonObject;
}

export interface GenerateRequest {
  readonly messages: readonly Message[];
  /** `provider` and `name` as a prompt version has them; without, those of the prompt rendered last in this call. */
  readonly model?: { readonly provider: string; readonly name: string };
  /** Passed to the provider: `temperature`, `max_tokens`, …; without, those of the prompt rendered last in this call. */
  readonly params?: JsonObject;
  /** Text and tool calls are also emitted as they arrive; with `output`, in place of text, the object as it grows. */
  readonly stream?: boolean;
  /** What the model may ask for in place of an answer, or beside it: `Generated.toolCalls`. */
  readonly tools?: readonly ToolDefinition[];
  /** `auto` unless told; a name: that tool has to be called. */
  readonly toolChoice?: 'auto' | 'none' | { readonly name: string };
  /**
   * The answer has to be this: `Generated.structured`. One that is not is asked for again, twice at most, with what was
   * wrong; then the call fails as OUTPUT_INVALID. An answer with tool calls need not be it yet.
   */
  readonly output?: OutputFormat;
  /**
   * The answer is recorded under this key, as by `once`: a call that is resumed gets it from the record, shown and counted
   * as if it came now.
   */
  readonly record?: string;
}

export interface Generated {
  /** The whole text. */
  readonly output: string;
  /** What the model wants of tools, in its order; ask again with their answers. Empty: nothing. */
  readonly toolCalls: readonly ToolCall[];
  /** The object that `GenerateRequest.output` demanded, which its schema accepts. */
  readonly structured?: JsonObject;
  /** Of all that was asked for this answer. */
  readonly usage: Usage;
  /** `end`, `length`, `refusal`, `tool` or the provider's own word. */
  readonly stopReason: string;
  /** The model that answered, as its provider calls it. */
  readonly model: string;
  /** True when the variant's fallback model answered. */
  readonly fallback?: boolean;
  /** True when the scripted model answered in place of a real one. */
  readonly standIn: boolean;
}

/** A prompt, rendered for one call, with the model that its version names. */
export interface RenderedPrompt {
  readonly messages: readonly Message[];
  readonly model: { readonly provider: string; readonly name: string };
  readonly params: JsonObject;
  /** What the version says that the answer has to be; absent: any text. */
  readonly output?: OutputFormat;
}

/** A version of a model that MLflow serves, as the call's arm pins it, and where it is served now. */
export interface Policy {
  /** `name@number` */
  readonly reference: string;
  /** In MLflow's registry. */
  readonly model: { readonly name: string; readonly version: string };
  readonly inputs: readonly {
    readonly name: string;
    readonly type: 'number' | 'string' | 'boolean';
    readonly required: boolean;
  }[];
  /** The version's, overridden by the variant's. */
  readonly params: JsonObject;
  /** Base URLs of the scoring servers, at least one: replicas that answer alike. */
  readonly urls: readonly string[];
  /** Milliseconds within which it must answer. */
  readonly timeoutMs: number;
  /** True when a stand-in serves in place of MLflow. */
  readonly standIn: boolean;
}

/** What the host lends to one call. All of it is bound to the call's pins, budget, signal and record. */
export interface Services {
  readonly prompts: { render(reference: string, variables: JsonObject): Promise<RenderedPrompt> };
  readonly models: { generate(request: GenerateRequest): Promise<Generated> };
  readonly policies: {
    /**
     * @param counts false for one that is asked only beside what is served (a shadow): the record's model and `standIn` do
     *   not follow it. Default true
     */
    get(reference: string, options?: { readonly counts?: boolean }): Promise<Policy>;
    /** Runs a request to the policy's server where metrics and traces see it; answers and throws what `ask` does. */
    call<Answer>(policy: Policy, ask: () => Promise<Answer>): Promise<Answer>;
  };
  /** Tools that loaded plugins bring, of those that the variant's config or the flow names. */
  readonly tools: {
    list(): Promise<readonly ToolDefinition[]>;
    /**
     * Uses one, once per call id: what it answered is recorded. Throws a StrategyFailure: BAD_USER_INPUT for arguments that
     * its schema refuses, TOOL_FAILED for all else.
     *
     * @param key tells uses with the same arguments apart; unless given, they are the first, the second, …
     */
    call(name: string, given: JsonObject, key?: string): Promise<Json>;
  };
  readonly events: { append(type: string, data: JsonObject): Promise<void> };
  /** As `Host.secret`. */
  secret(name: string): Promise<string>;
  readonly logger: Logger;
}

/** One execution of a strategy. Everything in it is plain data or answers with a promise, so that a worker can host it. */
export interface Call<Config, Input> extends Services {
  /** The same when a turn is retried: use it as an idempotency key. */
  readonly id: string;
  readonly config: Config;
  readonly input: Input;
  readonly unit: string;
  readonly attributes: JsonObject;
  readonly arm?: {
    readonly experiment: string;
    readonly variant: string;
    readonly hash: string;
    readonly propensity: number;
  };
  readonly conversation?: {
    readonly id: string;
    readonly turn: number;
    /** Earlier messages, oldest first, without the one being answered. */
    readonly history: readonly Message[];
    readonly variables: JsonObject;
  };
  /** Aborted by the user, the time limit or a lost lease. */
  readonly signal: AbortSignal;
  /** ISO-8601 UTC; fixed for the call. */
  readonly now: string;
  /** Hands a part to whoever watches; resolves when the stream has taken it. */
  emit(part: Part): Promise<void>;
  /** Performs an effect once per call id: a recorded answer is returned instead of performing it again. */
  once<Answer extends Json>(key: string, effect: () => Promise<Answer>): Promise<Answer>;
  /**
   * Runs another strategy under the same signal, budget and ledger. With null for its config it gets the member of the
   * variant's config that is its own, which `uses` must name. Where `uses` names it, what is given stands over that member.
   */
  run<Answer = unknown>(strategy: string, config: JsonObject | null, input: JsonObject): Promise<Answer>;
}

/** A variable that a strategy gives to prompts. */
export type Provided = string | { readonly variable: string; readonly where: Condition };

export interface Strategy<
  Config extends JSONSchema = any,
  Input extends JSONSchema = any,
  Output extends JSONSchema = any,
> {
  /** What `execution_strategy` says in a variant's config. */
  readonly name: string;
  /** Behaviour changes, version changes: it is part of the arm. */
  readonly version: string;
  /** The member of a variant's config that holds this strategy's own, such as `prompt_config`. */
  readonly configKey: string;
  readonly config: Config;
  readonly input: Input;
  readonly output: Output;
  /**
   * Strategies that it runs with their own members of the same config (`mlflow_model`, `prompt_config`), which are then
   * checked and pinned with it. None unless told.
   */
  readonly uses?: readonly string[];
  /**
   * Variables that it gives to the prompts that it renders, so that nobody has to give them at the start; with `where`, only
   * where its config, defaults filled in, is so.
   */
  readonly provides?: readonly Provided[];
  /** May the host repeat it? `none`: freely; `idempotent`: with the same call id; `external`: never. */
  readonly effects: 'none' | 'idempotent' | 'external';
  /** Milliseconds; 60,000 unless told. */
  readonly timeoutMs?: number;
  execute(call: Call<FromSchema<Config>, FromSchema<Input>>): Promise<FromSchema<Output>>;
}

/**
 * Declares a strategy. Types of config, input and output follow from the schemas; `Result` keeps the literals of what
 * `execute` returns, so that `{ label: big ? 'high' : 'low' }` fits an `enum`.
 */
export const defineStrategy = <
  const Config extends JSONSchema,
  const Input extends JSONSchema,
  const Output extends JSONSchema,
  const Result extends FromSchema<Output>,
>(
  strategy: Omit<Strategy<Config, Input, Output>, 'execute'> & {
    execute(call: Call<FromSchema<Config>, FromSchema<Input>>): Promise<Result>;
  },
): Strategy<Config, Input, Output> => strategy;
