import { type Context, isSpanContextValid, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';

/** The header by which a trace goes on in another process (W3C Trace Context, level 1). */
export const traceparentHeader = 'traceparent';

/** Its value for what runs here; nothing when no span is under way. */
export function traceparent(): string | undefined {
  const span = trace.getActiveSpan();
  if (!span?.isRecording()) return undefined;
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** What a trace that began elsewhere goes on below; nothing for a header that is none, or says that nobody records. */
export function parentIn(header: string | string[] | undefined): Context | undefined {
  const [, traceId = '', spanId = '', flags = '00'] =
    /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/.exec(String(header ?? '')) ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  if (!isSpanContextValid(parent) || parent.traceFlags === TraceFlags.NONE) return undefined;
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}
