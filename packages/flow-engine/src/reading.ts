import type { Json } from '@trialogue/plugin-api';

/** Why a text gives no value. */
export interface Refusal {
  /** A sentence for the user. */
  readonly problem: string;
  /** A value was understood, and is none that is allowed; otherwise, nothing was understood. */
  readonly understood: boolean;
}

/** The value that a user's text gives to a slot, or why it gives none. */
export type Reading<Value extends Json = Json> = { readonly value: Value } | Refusal;

export const noMatch = (problem: string): Refusal => ({ problem, understood: false });
export const invalid = (problem: string): Refusal => ({ problem, understood: true });
