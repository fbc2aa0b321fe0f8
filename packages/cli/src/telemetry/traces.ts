import { context, DiagLogLevel, diag, type Tracer } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { TracingSettings } from '../settings';

const closeMs = 2_000;
const spoken = 'http/json';

/**
 * Sends spans to a collector. No provider is registered for the whole process: then the SDKs of model providers would
 * record too, and what they record is theirs to say. The SDK is loaded only now.
 */
export async function openTraces(
  url: string,
  { serviceName, protocol }: TracingSettings,
  service: string,
  logger: Logger,
): Promise<{ readonly tracer: Tracer; close(): Promise<void> }> {
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { detectResourcesSync, envDetectorSync, Resource } = await import('@opentelemetry/resources');
  const { BasicTracerProvider, BatchSpanProcessor } = await import('@opentelemetry/sdk-trace-base');
  const warn = diagnostics(logger);
  diag.setLogger(warn, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  if (protocol && protocol !== spoken)
    logger.warn({ protocol }, `Traces are sent as ${spoken}, whatever is asked for.`);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const named = new Resource({ 'service.name': serviceName ?? service });
  const provider = new BasicTracerProvider({
    resource: Resource.default()
      .merge(detectResourcesSync({ detectors: [envDetectorSync] }))
      .merge(named),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  return {
    tracer: provider.getTracer('trialogue'),
    close: () => within(closeMs, provider.shutdown().catch(warn.error)),
  };
}

/** A collector that is away is away for every batch: the first time it is said aloud. */
function diagnostics(logger: Logger) {
  const said = new Set<string>();
  const say = (...words: unknown[]) => {
    const text = words.map(String).join(' ');
    const first = !said.has(text) && said.size < 100;
    said.add(text);
    logger[first ? 'warn' : 'debug']({ reason: text }, 'OpenTelemetry has a problem.');
  };
  const quiet = () => {};
  return { error: say, warn: say, info: quiet, debug: quiet, verbose: quiet };
}

/** What cannot be sent by then is lost; that was said. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
