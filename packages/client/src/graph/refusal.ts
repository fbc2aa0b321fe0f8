import { ownError, TrialogueError } from '../trialogue-error';

export interface GraphError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly help?: string; readonly retryable?: boolean };
}

/** The first error of an answer, as the product says it. */
export function refusal([first]: readonly GraphError[], retryAfterMs = 0): TrialogueError {
  const { code = 'INTERNAL_SERVER_ERROR', help, retryable } = first?.extensions ?? {};
  const message = first?.message ?? 'The product says that something is wrong, but not what.';
  return new TrialogueError({ code, message, help, retryable: retryable ?? mayPass.has(code), retryAfterMs });
}

/** A fault of the product’s may be gone next time, and a key may be made or get its scope meanwhile. */
const mayPass = new Set(['INTERNAL_SERVER_ERROR', 'UNAUTHENTICATED', 'FORBIDDEN']);

/** Why an answer that is not what was asked for is none; its text may be a proxy’s. */
export function refusalOf(status: number, retryAfter: string | null, text: string): TrialogueError {
  const retryAfterMs = (Number(retryAfter) || 0) * 1_000;
  const errors = errorsIn(text);
  if (errors) return refusal(errors, retryAfterMs);
  const { code, message, help } = ownError('UNREACHABLE', { reason: `something answers with the status ${status}` });
  return new TrialogueError({ code, message, help, retryable: true, retryAfterMs });
}

function errorsIn(text: string): readonly GraphError[] | undefined {
  try {
    const { errors } = JSON.parse(text);
    return Array.isArray(errors) && errors.length > 0 ? errors : undefined;
  } catch {
    return undefined; // no JSON: nothing of ours
  }
}

/** What was thrown on the way to the product. */
export function unreachable(cause: unknown): TrialogueError {
  if (cause instanceof TrialogueError) return cause;
  const inner = (cause as { cause?: unknown })?.cause ?? cause;
  const { code, message } = (inner ?? {}) as { code?: string; message?: string };
  return ownError('UNREACHABLE', { reason: message || code || String(inner) }, { cause });
}
