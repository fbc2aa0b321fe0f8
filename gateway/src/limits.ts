import { type OperationLimits, operationLimits } from './federation/operation-limits';

/** What is taken of one operation, one connection and one caller, the same at every door. */
export interface Limits extends OperationLimits {
  /** Longest body over HTTP, and longest message over WebSocket. */
  readonly bodyBytes: number;
  /** Operations that may be under way on one connection. */
  readonly operations: number;
  /** WebSockets, and event streams, that may be open. */
  readonly connections: number;
  /** How long a query, a mutation, the opening of a subscription or one of its events may take; milliseconds. */
  readonly operationMs: number;
  /** Operations a second of one caller in the long run; 0: any number. */
  readonly rate: number;
  /** Operations that a caller who was quiet may send at once. */
  readonly burst: number;
}

/** Far above what a client does on purpose. A turn of a conversation is one mutation, and may take a minute. */
export const defaultLimits: Limits = {
  ...operationLimits,
  bodyBytes: 2 ** 20,
  operations: 100,
  connections: 10_000,
  operationMs: 120_000,
  rate: 1_000,
  burst: 2_000,
};

/** The defaults, but for what is given. */
export function limitsWith(given: Partial<Limits> = {}): Limits {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaultLimits, ...Object.fromEntries(named) };
}
