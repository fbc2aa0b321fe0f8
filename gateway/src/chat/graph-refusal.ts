import { type ErrorCode, errorTable } from '@trialogue/errors';
import type { GraphQLError } from 'graphql';

/** What the graph answered instead of data, masked as it is for every caller. */
export class GraphRefusal extends Error {
  readonly code: string;
  /** Of HTTP, as it fits when nothing was answered yet. */
  readonly status: number;

  constructor(readonly error: GraphQLError) {
    super(error.message);
    this.code = String(error.extensions.code);
    this.status = errorTable[this.code as ErrorCode]?.status ?? 500;
  }
}
