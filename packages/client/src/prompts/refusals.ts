import { DomainError } from '@trialogue/errors';
import { TrialogueError } from '../trialogue-error';

/** What is thrown while a prompt is resolved here, as the product would say it. */
export function asTrialogueError(cause: unknown): TrialogueError {
  if (cause instanceof TrialogueError) return cause;
  if (!(cause instanceof DomainError)) {
    // Nothing of ours: a page that forbids `eval`, in which the schema of a variable cannot be compiled.
    return asTrialogueError(new DomainError('RENDERING_FORBIDDEN', { reason: (cause as Error).message }, { cause }));
  }
  const { code, message, help, retryable, problems } = cause;
  return new TrialogueError({ code, message, help, retryable, problems }, { cause });
}
