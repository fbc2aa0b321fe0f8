const sampled = 1_000;

/** How often something was called, and how long the last 1,000 calls took. */
export class CallStats {
  calls = 0;
  failures = 0;
  private readonly latest: number[] = [];

  ended(ms: number, failed: boolean): void {
    this.latest[this.calls % sampled] = ms;
    this.calls += 1;
    if (failed) this.failures += 1;
  }

  /** Of the calls of all of these; undefined without any. */
  static p99Ms(all: readonly CallStats[]): number | undefined {
    const sorted = all.flatMap(({ latest }) => latest).sort((one, other) => one - other);
    const found = sorted[Math.ceil(sorted.length * 0.99) - 1];
    return found === undefined ? undefined : Math.round(found * 10) / 10;
  }
}
