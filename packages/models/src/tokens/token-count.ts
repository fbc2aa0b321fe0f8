import type { TextMessage } from '../message-text';

/** Input tokens of a request: all messages and what the provider's format puts around them; not the answer. */
export interface TokenCount {
  readonly count: number;
  /** `exact`: as the model's own tokenizer has it. */
  readonly method: 'exact' | 'estimate';
  /** `anthropic`: its count endpoint. `characters`: the weights of `estimate-tokens.ts`. */
  readonly by: 'gpt-tokenizer' | 'anthropic' | 'characters';
}

export interface CountRequest {
  readonly provider: string;
  /** As a prompt version names it: aliases are looked up. */
  readonly model: string;
  /** Oldest first; those without text are left out, as they are when a model is asked. */
  readonly messages: readonly TextMessage[];
}

/** Where no exact count is to be had, it is an estimate that says so; a provider's failure is never thrown. */
export type CountTokens = (request: CountRequest) => Promise<TokenCount>;
