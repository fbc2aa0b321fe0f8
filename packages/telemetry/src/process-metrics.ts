import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Their names end in `_total`, and they count nothing up, which Prometheus' own check refuses; each has a twin by type. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** What Node knows of its process: memory, processor time, event loop, garbage collection. */
export function processMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
}
