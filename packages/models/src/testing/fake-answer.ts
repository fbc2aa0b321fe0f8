import type { Hold } from './hold';

/** How a streamed answer ends. */
export type FakeEnding =
  | 'complete'
  /** An error event in the stream, of the answer's `errorType`. */
  | 'error'
  /** Nothing more, with the connection open. */
  | 'stall'
  /** The connection breaks. */
  | 'cut'
  /** The connection breaks between two bytes of one UTF-8 character. */
  | 'cut-in-character'
  /** The body ends, properly closed, in the middle of an event's JSON: as a proxy does that loses its upstream. */
  | 'cut-in-json'
  /** The connection breaks in the middle of the arguments of the last tool call. */
  | 'cut-in-tool-call'
  /** An event whose JSON is broken. */
  | 'garbled';

/** A tool call in an answer. */
export interface FakeToolCall {
  /** `call_1`, `call_2`, … unless told. null: none is sent, as some servers do (OpenAI's protocol). */
  readonly id?: string | null;
  readonly tool: string;
  /** A string is sent as it is, JSON or not. */
  readonly arguments: object | string;
}

/**
 * How tool calls are sent: each in fragments, one call after the other (what both providers do); or as some servers do,
 * the fragments of all calls taking turns, without their `index`, or each call whole in one event.
 */
export type FakeToolCallStyle = 'fragments' | 'in-turns' | 'no-index' | 'whole';

/** A streamed answer, with or without faults. */
export interface FakeText {
  /** One event each. */
  readonly tokens: readonly string[];
  readonly ending?: FakeEnding;
  /** Behind the tokens; more than one are parallel. */
  readonly toolCalls?: readonly FakeToolCall[];
  /** `fragments` unless told. Anthropic has only that and `whole`. */
  readonly toolCallStyle?: FakeToolCallStyle;
  /** What the model thinks before its first token, one event each; `omitted`: it thinks, and keeps to itself what. */
  readonly thoughts?: readonly string[] | 'omitted';
  /** The tokens are a refusal: in a field of their own (OpenAI), or with a stop reason (Anthropic). */
  readonly refusal?: boolean;
  /** Of the in-stream error: `overloaded_error` unless told. */
  readonly errorType?: string;
  /** In the provider's words: `max_tokens`, `length`, …; without it, what a finished answer has. */
  readonly stopReason?: string;
  /** Tokens, in the provider-independent sense: `input` is without the cache's. null: the provider does not say. */
  readonly usage?: { input: number; output: number; cacheRead?: number; cacheWrite?: number } | null;
  /** The model that the answer says it is from; the one that was asked for unless told. */
  readonly model?: string;
  /** Milliseconds before each token. */
  readonly tokenMs?: number;
  /** Milliseconds between keep-alives while a token is waited for, or while the answer is held: `ping` events, or comments. */
  readonly keepAliveMs?: number;
  /** Where the answer stops until it is let go on, for what must be seen while it is under way. */
  readonly held?: Hold;
  /** Events, blocks and fields that no client knows yet, in between. */
  readonly unknownEvents?: boolean;
  /** Bytes per write; characters and events are split wherever that falls. */
  readonly bytesPerWrite?: number;
}

/** An HTTP error instead of a stream. */
export interface FakeHttpError {
  readonly status: number;
  /** The error's type; what the provider says with this status unless told. */
  readonly errorType?: string;
  readonly message?: string;
  /** The parameter at fault, where the protocol has a place for it. */
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type FakeAnswer = FakeText | FakeHttpError;

/** An answer of the endpoint that counts tokens. */
export type FakeCount =
  | number
  | FakeHttpError
  /** The body begins and never ends, with the connection open. */
  | 'stall'
  /** The connection breaks in the middle of the body. */
  | 'cut'
  /** JSON without a count. */
  | 'countless';

/** A request that arrived. */
export interface ProviderRequest {
  readonly provider: 'anthropic' | 'openai';
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: any;
  /** `left`: the client went away before the end. */
  readonly ended: Promise<'answered' | 'left'>;
}
