import { gauge, type Telemetry } from '@trialogue/telemetry';
import { Counter } from 'prom-client';

const ends = ['completed', 'failed', 'cancelled'] as const;

/** Counts turns by state: those that run here, and those that ended through this process. */
export class TurnMetrics {
  private readonly ended;
  private readonly budgets;

  constructor(private readonly telemetry: Telemetry) {
    this.ended = new Counter({
      name: 'trialogue_turns_ended_total',
      help: 'Turns of conversations that this process ended, also those that it found abandoned.',
      labelNames: ['state'],
      registers: [telemetry.registry],
    });
    this.budgets = new Counter({
      name: 'trialogue_budgets_spent_total',
      help: 'Conversations that this process ended because their budget was spent.',
      registers: [telemetry.registry],
    });
    for (const state of ends) this.ended.inc({ state }, 0);
  }

  /** @param running how many there are now */
  show(running: () => number): void {
    const turns = { name: 'trialogue_turns_running', help: 'Turns of conversations that run in this process.' };
    gauge(this.telemetry.registry, turns, (set) => set(running()));
  }

  /** A conversation has ended because it may spend no more. */
  spent(): void {
    this.budgets.inc();
  }

  end(status: 'COMPLETED' | 'FAILED' | 'CANCELLED'): void {
    this.ended.inc({ state: status.toLowerCase() });
  }
}
