import { durations, stopwatch, type Telemetry } from '@trialogue/telemetry';
import { Counter } from 'prom-client';
import type { ExecutionRecord } from './record';

/** Counts what strategies do. */
export class ExecutionMetrics {
  private readonly executions;
  private readonly seconds;
  private readonly scorings;
  private readonly scoringSeconds;

  constructor({ registry }: Telemetry) {
    const registers = [registry];
    this.executions = new Counter({
      name: 'trialogue_executions_total',
      help: 'Executions of strategies that ended in this process; one that another runs is part of the other.',
      labelNames: ['strategy', 'outcome'],
      registers,
    });
    this.seconds = durations(
      registry,
      'trialogue_execution_duration_seconds',
      'How long executions of strategies took.',
      ['strategy'],
    );
    this.scorings = new Counter({
      name: 'trialogue_scoring_calls_total',
      help: 'Calls of scoring servers.',
      labelNames: ['outcome'],
      registers,
    });
    this.scoringSeconds = durations(
      registry,
      'trialogue_scoring_call_duration_seconds',
      'How long calls of scoring servers took, a second attempt included.',
    );
  }

  /** @param strategy one that is loaded; of others there is no end */
  ended(strategy: string | undefined, { outcome, latencyMs }: ExecutionRecord): void {
    this.executions.inc({ strategy: strategy ?? 'none', outcome: outcome.toLowerCase() });
    if (strategy) this.seconds.observe({ strategy }, latencyMs / 1_000);
  }

  async scoring<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const elapsed = stopwatch();
    let outcome = 'failed';
    try {
      const answer = await ask();
      outcome = 'completed';
      return answer;
    } finally {
      this.scorings.inc({ outcome });
      this.scoringSeconds.observe(elapsed());
    }
  }
}
