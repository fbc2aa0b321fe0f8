/** Subscribers to one field, each with what it has not been told yet. */
export class Pushes<Update> {
  private readonly tellers = new Set<(update: Update) => void>();

  push(update: Update): void {
    for (const tell of this.tellers) tell(update);
  }

  /** What a subscriber gets: what waits for it, then what is pushed. */
  async *after(field: string, waiting: Update[]): AsyncGenerator<{ readonly [field: string]: Update }> {
    let wake = () => {};
    const tell = (update: Update) => {
      waiting.push(update);
      wake();
    };
    this.tellers.add(tell);
    try {
      for (;;) {
        while (waiting.length > 0) yield { [field]: waiting.shift()! };
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      this.tellers.delete(tell);
    }
  }
}
