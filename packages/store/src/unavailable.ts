import { DomainError } from '@trialogue/errors';

const networkErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
]);

/** SQLSTATEs (PostgreSQL, appendix A): connection exceptions, insufficient resources, shut down by the operator. */
const goneStates = /^(08...|53...|57P0[1-5])$/;

/** What passes when the same is tried again: serialization failure, deadlock, a lock or statement that took too long. */
const passingStates = /^(40001|40P01|55P03|57014)$/;

/** What pg and pg-pool say without any code. */
const goneMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** The one place that decides which errors mean "the database is not there": those become STORE_UNAVAILABLE. */
export function asStoreError(error: unknown): unknown {
  return meansUnavailable(error) ? new DomainError('STORE_UNAVAILABLE', {}, { cause: error }) : error;
}

export const isStoreUnavailable = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'STORE_UNAVAILABLE';

/** Whether it is of one statement and what that met, and says nothing of the others. */
export function isOfOneStatement(error: unknown): boolean {
  if (!isStoreUnavailable(error)) return true;
  const { code } = ((error as DomainError).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' && passingStates.test(code);
}

function meansUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || error instanceof DomainError) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return networkErrors.has(code) || goneStates.test(code) || passingStates.test(code);
  return typeof message === 'string' && goneMessages.test(message);
}
