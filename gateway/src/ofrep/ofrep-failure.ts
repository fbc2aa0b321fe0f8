import { DomainError } from '@trialogue/errors';
import { retryAfter } from '../http-exchange';

/** What OFREP calls what went wrong; the codes are OpenFeature's. */
export interface Failure {
  readonly status: number;
  readonly body: { readonly key?: string; readonly errorCode?: string; readonly errorDetails: string };
  /** Seconds. */
  readonly retryAfter?: string;
}

/** Our codes that mean something in particular there; whatever else is `GENERAL`. */
const known: { readonly [code: string]: { readonly status: number; readonly errorCode: string } } = {
  EXPERIMENT_NOT_FOUND: { status: 404, errorCode: 'FLAG_NOT_FOUND' },
  EXPERIMENT_NOT_RUNNING: { status: 404, errorCode: 'FLAG_NOT_FOUND' },
  BAD_USER_INPUT: { status: 400, errorCode: 'INVALID_CONTEXT' },
};
/** Of all others OFREP knows these alone, and takes 500 for the rest. */
const statuses = new Set([400, 401, 403, 404, 405, 413, 429]);

/** Thrown for a request that cannot be evaluated. */
export class OfrepRefusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }
}

/** A failed evaluation, from the code of what the graph answered. */
export function failureOf(code: string, message: string, key?: string, status = 500): Failure {
  const { errorCode, ...found } = known[code] ?? { status, errorCode: 'GENERAL' };
  return { status: found.status, body: { ...(key !== undefined && { key }), errorCode, errorDetails: message } };
}

/** What was thrown before the graph was asked. `mask` answers what a caller may read of anything else. */
export function refusalOf(error: any, key: string | undefined, mask: (error: unknown) => string): Failure {
  const named = key !== undefined && { key };
  if (error instanceof OfrepRefusal)
    return { status: error.status, body: { ...named, errorCode: error.errorCode, errorDetails: error.message } };
  if (error instanceof DomainError) {
    const failure = failureOf(error.code, error.message, key, statuses.has(error.status) ? error.status : 500);
    return { ...failure, retryAfter: retryAfter(error) };
  }
  // Body parser's refusals are the caller's fault and carry a status below 500.
  const status = Number(error.status ?? error.statusCode ?? 500);
  if (status < 500) return { status: 400, body: { ...named, errorCode: 'PARSE_ERROR', errorDetails: error.message } };
  return { status: 500, body: { ...named, errorCode: 'GENERAL', errorDetails: mask(error) } };
}
