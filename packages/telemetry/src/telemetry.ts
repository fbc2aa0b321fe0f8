import type { Tracer } from '@opentelemetry/api';
import type { Registry } from 'prom-client';

/**
 * Where one process of the product, or one product of several in a process, is measured. Whoever is given none measures
 * nothing, and does nothing for it.
 */
export interface Telemetry {
  readonly registry: Registry;
  /** Absent unless spans are sent somewhere: then none is made, and nothing is wrapped to make some. */
  readonly tracer?: Tracer;
}
