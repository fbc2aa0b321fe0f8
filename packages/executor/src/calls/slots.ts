const mostWaiting = 1_000;

/** Thrown to a call that got no slot in time, or when too many wait already. */
export class NoSlot extends Error {}

/** Lets so many calls run at once; more wait in their order, 1,000 at most. */
export class Slots {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /**
   * Resolves, as soon as there is a slot, with what gives it back. Throws NoSlot after `ms`, and the signal's reason once
   * that is aborted.
   */
  async enter(ms: number, signal: AbortSignal): Promise<() => void> {
    if (this.taken >= this.most) await this.turn(ms, signal);
    else this.taken += 1;
    return this.once(() => this.pass());
  }

  /** For a call within another, which waits for it: it counts, and never waits. */
  enterAnyway(): () => void {
    this.taken += 1;
    return this.once(() => this.pass());
  }

  private turn(ms: number, signal: AbortSignal): Promise<void> {
    if (this.waiting.length >= mostWaiting) throw new NoSlot();
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
        resolve();
      };
      const leave = (reason: unknown) => {
        const place = this.waiting.indexOf(done);
        if (place >= 0) this.waiting.splice(place, 1);
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
        reject(reason);
      };
      const gone = () => leave(signal.reason);
      const timer = setTimeout(() => leave(new NoSlot()), ms);
      signal.addEventListener('abort', gone, { once: true });
      this.waiting.push(done);
    });
  }

  /** The slot goes to who waits longest. */
  private pass(): void {
    const next = this.taken <= this.most ? this.waiting.shift() : undefined;
    if (next) next();
    else this.taken -= 1;
  }

  private once(act: () => void): () => void {
    let done = false;
    return () => {
      if (!done) act();
      done = true;
    };
  }
}
