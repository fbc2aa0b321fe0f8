/**
 * Signals for work that is shorter than what bounds it. `AbortSignal.any` would leave something behind in a signal that
 * outlives the work, each time; this leaves one listener, while there is work.
 */
export class Lifetime {
  private readonly running = new Set<AbortController>();

  constructor(private readonly signal?: AbortSignal) {}

  /** Does the work under a signal that is aborted with the other one, and after so many milliseconds, if they are given. */
  async during<Answer>(work: (signal: AbortSignal) => Promise<Answer>, ms?: number): Promise<Answer> {
    const controller = new AbortController();
    const timer = ms === undefined ? undefined : setTimeout(() => controller.abort(new TimeUp(ms)), ms);
    if (this.signal?.aborted) controller.abort(this.signal.reason);
    if (this.running.size === 0) this.signal?.addEventListener('abort', this.end);
    this.running.add(controller);
    try {
      return await work(controller.signal);
    } finally {
      clearTimeout(timer);
      this.running.delete(controller);
      if (this.running.size === 0) this.signal?.removeEventListener('abort', this.end);
    }
  }

  private readonly end = () => {
    for (const controller of this.running) controller.abort(this.signal!.reason);
  };
}

class TimeUp extends Error {
  constructor(ms: number) {
    super(`it does not answer within ${ms} ms`);
  }
}
