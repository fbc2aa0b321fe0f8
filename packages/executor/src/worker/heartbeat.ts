import type { WorkerLimits } from './limits';

/**
 * Asks again and again whether a worker's event loop turns. Silence is counted in its own ticks, so that a host that was
 * busy itself, and has heard nobody, does not blame the worker.
 */
export class Heartbeat {
  private sent = 0;
  private answered = 0;
  private silentMs = 0;
  private limitMs: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: Pick<WorkerLimits, 'pingMs' | 'silentMs' | 'graceMs'>,
    private readonly ping: (number: number) => void,
    private readonly onSilent: (ms: number) => void,
  ) {
    this.limitMs = limits.silentMs;
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), this.limits.pingMs);
  }

  /** Something in the worker was aborted: the next answer has to come within the time of grace. */
  hurry(): void {
    if (this.answered === this.sent) this.silentMs = 0;
    this.limitMs = Math.min(this.limitMs, this.silentMs + this.limits.graceMs);
    this.ask();
  }

  /** Only an answer to the newest question says that it was alive after it. */
  pong(number: number): void {
    this.answered = number;
    if (number < this.sent) return;
    this.silentMs = 0;
    this.limitMs = this.limits.silentMs;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    if (this.answered === this.sent) {
      this.ask();
      return;
    }
    this.silentMs += this.limits.pingMs;
    if (this.silentMs >= this.limitMs) this.onSilent(this.silentMs);
  }

  private ask(): void {
    this.sent += 1;
    this.ping(this.sent);
  }
}
