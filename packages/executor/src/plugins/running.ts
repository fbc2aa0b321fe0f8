/** Counts what runs with one plugin: executions, its resolvers, its open subscriptions. It is not stopped under them. */
export class Running {
  private count = 0;
  private waiting: (() => void)[] = [];

  /** Counts until what it answers is called. */
  begin(): () => void {
    this.count += 1;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.count -= 1;
      if (this.count === 0) for (const resolve of this.waiting.splice(0)) resolve();
    };
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    const end = this.begin();
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Resolves as soon as none runs. */
  async none(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
