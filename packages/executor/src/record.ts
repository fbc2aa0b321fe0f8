import type { DomainError } from '@trialogue/errors';
import type { Json, JsonObject, Usage } from '@trialogue/plugin-api';

/** What became of one execution. Whoever asked for it writes it down, with the events, in one transaction. */
export type ExecutionRecord = ExecutionFigures &
  (
    | { readonly outcome: 'COMPLETED'; readonly output: Json }
    | { readonly outcome: 'FAILED'; readonly error: DomainError }
    /** The request's signal was aborted; its reason says why. */
    | { readonly outcome: 'ABORTED' }
  );

export interface ExecutionFigures {
  /** Milliseconds from the call of the strategy to its end. */
  readonly latencyMs: number;
  /** Summed over all models that were asked. */
  readonly usage: Usage;
  /** US dollars, at the prices of the moment of each answer; null: the price of one is not known. Stand-ins cost nothing. */
  readonly cost: number | null;
  /** The model that was asked last; absent when none was, or no chat model answered. */
  readonly model?: string;
  readonly stopReason?: string;
  /** True when the scripted model, or a policy's stand-in, was asked at least once. */
  readonly standIn: boolean;
  /** Present: a fallback model has answered at least once, in place of the one that was asked. */
  readonly fallback?: true;
  /** Present: this variant's config was executed in place of the plan's own, which failed. */
  readonly fallbackVariant?: string;
  /** What the strategy wants in the event log, in order. */
  readonly events: readonly { readonly type: string; readonly data: JsonObject }[];
}
