import type { Telemetry } from '@trialogue/telemetry';
import { Counter } from 'prom-client';

/** `chosen`: other weights; `kept`: those that are; `waiting`: it cannot choose yet. */
export type AllocationOutcome = 'chosen' | 'kept' | 'waiting' | 'failed';

/** Counts what became of the runs of allocators in this process. */
export class AllocationMetrics {
  private readonly runs;

  constructor({ registry }: Telemetry) {
    this.runs = new Counter({
      name: 'trialogue_allocator_runs_total',
      help: 'Runs of allocators, which choose the weights of experiments.',
      labelNames: ['allocator', 'outcome'],
      registers: [registry],
    });
  }

  ended(allocator: string, outcome: AllocationOutcome): void {
    this.runs.inc({ allocator, outcome });
  }
}
