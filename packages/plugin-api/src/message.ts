export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A piece of a message. Readers ignore types that they do not know. */
export type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'object'; readonly partial: Json }
  | { readonly type: 'tool-call'; readonly id: string; readonly tool: string; readonly arguments: Json }
  | { readonly type: 'tool-result'; readonly id: string; readonly ok: boolean; readonly content: Json }
  | { readonly type: 'progress'; readonly label: string; readonly fraction?: number };

export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly parts: readonly Part[];
}

/** Tokens, each counted once: `input` leaves out what was read from or written to the provider's cache. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}
