import { GraphError } from './graph-client';

/** What one act of the demo came to: a turn of a conversation, or a single execution. */
export interface Act {
  readonly experiment: string;
  /** Absent when the graph refused it before anybody was assigned. */
  readonly variant?: string;
  /** One short line to show. */
  readonly said?: string;
  readonly standIn?: boolean;
  readonly failure?: { readonly code: string; readonly message: string };
}

/** An act that the graph refused is a failed one; anything else ends the demo. */
export function refused(experiment: string, error: unknown): Act {
  if (!(error instanceof GraphError)) throw error;
  return { experiment, failure: { code: error.code, message: error.message } };
}
