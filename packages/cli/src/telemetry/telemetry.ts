import { processMetrics, type Telemetry } from '@trialogue/telemetry';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { TracingSettings } from '../settings';
import { openTraces } from './traces';

export interface OpenedTelemetry extends Telemetry {
  /** Sends what has been recorded; waits for it 2 s at most. */
  close(): Promise<void>;
}

/**
 * Metrics, and traces when there is an endpoint for them: only then their SDK is loaded. What is wrong with the settings of
 * traces is said, and the product runs without them.
 *
 * @param service what this process is called, unless `OTEL_SERVICE_NAME` says otherwise
 */
export async function openTelemetry(
  tracing: TracingSettings,
  service: string,
  logger: Logger,
): Promise<OpenedTelemetry> {
  const registry = new Registry();
  processMetrics(registry);
  const none = { registry, close: async () => {} };
  const { endpoint, disabled } = tracing;
  if (!endpoint || disabled) return none;
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint)) {
    const help = 'Write it like http://127.0.0.1:4318. There are no traces.';
    logger.warn({}, `The endpoint of OpenTelemetry is no URL. ${help}`);
    return none;
  }
  try {
    return { registry, ...(await openTraces(endpoint, tracing, service, logger)) };
  } catch (error) {
    logger.warn({ err: error }, 'OpenTelemetry cannot begin with these settings (OTEL_…). There are no traces.');
    return none;
  }
}
