/** Those who wait for the next of something, bounded in number and time. */
export class Waiting<T> {
  private readonly waiting = new Set<(given: T | string) => void>();

  constructor(
    private readonly most: number,
    private readonly longestMs: number,
  ) {}

  /** The next that is given, or why there is none. Throws the signal's reason. */
  async next(signal: AbortSignal | undefined): Promise<T | string> {
    signal?.throwIfAborted();
    if (this.waiting.size >= this.most) return `${this.most} calls wait already for its worker to be started again`;
    let timer: NodeJS.Timeout | undefined;
    let wake: (given: T | string) => void = () => undefined;
    const given = await new Promise<T | string>((resolve) => {
      wake = resolve;
      this.waiting.add(wake);
      signal?.addEventListener('abort', () => resolve(''), { once: true });
      timer = setTimeout(() => resolve(`its worker is not there again after ${this.longestMs} ms`), this.longestMs);
    });
    clearTimeout(timer);
    this.waiting.delete(wake);
    signal?.throwIfAborted();
    return given;
  }

  give(next: T): void {
    for (const wake of this.waiting) wake(next);
  }

  refuse(reason: string): void {
    for (const wake of this.waiting) wake(reason);
  }
}
