import {
  type Context,
  context,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { DomainError } from '@trialogue/errors';

/**
 * Runs work within a new span, below `parent` (unless given, below whatever runs). What it throws is marked by its code:
 * messages may hold what users wrote, and never go into a span.
 */
export function inSpan<T>(
  tracer: Tracer,
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
  parent: Context = context.active(),
): Promise<T> {
  return tracer.startActiveSpan(name, options, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, [codeOf(error)]);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** `inSpan`, when it is a step of something that is traced; otherwise only the work. */
export function inStep<T>(
  tracer: Tracer | undefined,
  name: string,
  options: SpanOptions,
  work: (span?: Span) => Promise<T>,
): Promise<T> {
  return tracer && isTraced() ? inSpan(tracer, name, options, work) : work();
}

/**
 * Whether a span is under way here. One that has ended does not count: what a request has set in motion and left behind,
 * like a timer of a poll, would go on below it for ever.
 */
export const isTraced = (): boolean => trace.getActiveSpan()?.isRecording() ?? false;

const mostCodes = 10;

/** Says that a span failed, and with which codes; at least one. */
export function markFailed(span: Span, codes: readonly string[]): void {
  const different = [...new Set(codes)].slice(0, mostCodes);
  span.setAttributes({ 'error.type': different[0], ...(different[1] && { 'trialogue.error.codes': different }) });
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** A word for what was thrown that says nothing of anybody. */
export function codeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  return error instanceof Error && error.name === 'AbortError' ? 'ABORTED' : 'INTERNAL_SERVER_ERROR';
}
