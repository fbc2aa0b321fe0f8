import type { Json } from '../message';

/** What is written down of an effect: nothing before, that it was begun, or what it answered. */
export type EffectEntry =
  | { readonly state: 'NEW' }
  | { readonly state: 'STARTED' }
  | { readonly state: 'DONE'; readonly answer: Json };

/** Where the effects of one call id are written down. What it has to write throws when the call has lost its right to write. */
export interface EffectLedger {
  /**
   * Answers what was there before; NEW means that it is now recorded as begun.
   *
   * @param mayRepeat whether it may be performed again when nobody knows whether it was
   */
  begin(key: string, mayRepeat: boolean): Promise<EffectEntry>;
  done(key: string, answer: Json): Promise<void>;
  /** It has ended without an answer. Nothing is written: whether it happened nobody knows. */
  failed?(key: string): void;
}

/** The error of a strategy that must not go on, for a reason. */
export type Refuse = (strategy: string, reason: string) => Error;
