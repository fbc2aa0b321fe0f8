import type { Span } from '@opentelemetry/api';
import { markFailed } from '@trialogue/telemetry';
import type { ExecutionResult } from 'graphql';

/** Marks a span with the codes of an answer's errors, if it has any. */
export function markErrors(span: Span, answer: object): void {
  const { errors } = answer as ExecutionResult;
  if (!errors?.length) return;
  const codes = errors.map(({ extensions }) => String(extensions.code ?? 'INTERNAL_SERVER_ERROR'));
  markFailed(span, codes);
}
