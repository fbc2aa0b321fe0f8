import type { WorkerLimits } from './limits';

const minuteMs = 60_000;

/** When a worker that has ended is started again. Times are milliseconds of one clock. */
export class Restarts {
  private readonly ends: number[] = [];
  private waitMs: number;

  constructor(private readonly limits: WorkerLimits) {
    this.waitMs = limits.firstRestartMs;
  }

  /**
   * @param begun when it was started
   * @returns milliseconds to wait; undefined: it has ended too often
   */
  next(begun: number, now: number): number | undefined {
    const { mostEnds, firstRestartMs, longestRestartMs, steadyMs } = this.limits;
    this.ends.push(now);
    while (this.ends[0]! <= now - minuteMs) this.ends.shift();
    if (this.ends.length >= mostEnds) return undefined;
    if (now - begun >= steadyMs) this.waitMs = firstRestartMs;
    const waitMs = this.waitMs;
    this.waitMs = Math.min(longestRestartMs, waitMs * 2);
    return waitMs;
  }
}
