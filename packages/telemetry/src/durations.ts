import { Histogram, type Registry } from 'prom-client';

/** Seconds. From an answer out of memory to a turn of a slow model. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A histogram of how long something took, in seconds. Its name ends in `_seconds`. */
export const durations = <Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labels: readonly Label[] = [],
): Histogram<Label> => new Histogram({ name, help, labelNames: [...labels], buckets, registers: [registry] });

/** Starts a watch; answers the seconds since. */
export function stopwatch(): () => number {
  const from = performance.now();
  return () => (performance.now() - from) / 1_000;
}
