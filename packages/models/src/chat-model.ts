import type { JsonObject, Message, OutputFormat, ToolCall, ToolDefinition, Usage } from '@trialogue/plugin-api';
import type { ScriptedReply } from '@trialogue/variant-config';
import type { StopReason } from './stop-reason';

/** A model as a prompt version names it. */
export interface ModelName {
  readonly provider: string;
  readonly name: string;
}

export interface ChatRequest {
  readonly model: ModelName;
  /**
   * Oldest first. Sent are text and, where the request has `tools`, tool calls with what was answered to them; a message
   * without either is left out.
   */
  readonly messages: readonly Message[];
  /** Passed on to the provider as written: `temperature`, `max_tokens`, … The scripted model reads none. */
  readonly params: JsonObject;
  /** Tokens of the answer at most: what `params` says is lowered to it, never raised. At least 1. */
  readonly maxTokens?: number;
  /** What the model may ask for in place of an answer, or beside it. The scripted model calls what its replies say. */
  readonly tools?: readonly ToolDefinition[];
  /** `auto` unless told; a name: that tool has to be called. */
  readonly toolChoice?: 'auto' | 'none' | { readonly name: string };
  /**
   * The answer is to be JSON of this: natively where the provider takes it, else demanded in the messages. Whoever asks
   * checks that it is.
   */
  readonly output?: OutputFormat;
  /**
   * Asked in the model's place when that has failed before its first token, or when its provider is not set up and this
   * one's is. Of another provider: it gets of `params` only how long the answer may be and where it stops.
   */
  readonly fallback?: ModelName;
  /** What the scripted model may say. */
  readonly replies: readonly ScriptedReply[];
  /** Aborted: the provider's stream is dropped at once and the iteration throws an AbortError. It is the total time limit. */
  readonly signal: AbortSignal;
}

/** What of a request its provider is sent. */
export type SentRequest = Pick<
  ChatRequest,
  'model' | 'messages' | 'params' | 'maxTokens' | 'tools' | 'toolChoice' | 'output'
>;

/** What an answer consists of: pieces of text and tool calls as they arrive, then exactly one `end`. Readers ignore unknown types. */
export type ChatEvent =
  | { readonly type: 'text'; readonly text: string }
  /** Whole, once it is complete. */
  | ({ readonly type: 'tool-call' } & ToolCall)
  | {
      readonly type: 'end';
      /** All pieces joined. */
      readonly text: string;
      /** All of them, in order; absent: none. */
      readonly toolCalls?: readonly ToolCall[];
      /** True: the request's fallback has answered. */
      readonly fallback?: boolean;
      /** The provider itself has kept the answer to the request's `output`; absent: it was only demanded. */
      readonly structured?: 'native';
      /** Tokens; all 0 when the provider did not say. */
      readonly usage: Usage;
      /** A `StopReason`, or the provider's own word for one that is not known here. */
      readonly stopReason: StopReason | (string & {});
      /** The model that answered, as its provider calls it. */
      readonly model: string;
      /** True when the scripted model answered. */
      readonly standIn: boolean;
    };

/** One provider, asked once: no retry. Throws a ProviderFailure or an AbortError. */
export interface ChatModel {
  readonly provider: string;
  stream(request: ChatRequest): AsyncIterable<ChatEvent>;
}
