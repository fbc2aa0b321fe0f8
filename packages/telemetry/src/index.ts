export { durations, stopwatch } from './durations';
export { type GaugeOf, gauge, type SetValue } from './gauge';
export { metricsPage } from './metrics-page';
export { processMetrics } from './process-metrics';
export { codeOf, inSpan, inStep, isTraced, markFailed } from './spans';
export type { Telemetry } from './telemetry';
export { parentIn, traceparent, traceparentHeader } from './traceparent';
