interface Asked {
  readonly answer: Promise<string>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Questions that are under way, so that the same one is asked once: whoever asks it meanwhile gets the same answer. Not
 * across a change: what was asked before `changed` is not joined after it, so that who changed something reads it.
 */
export class InFlight {
  private readonly asked = new Map<string, Asked>();
  private changes = 0;

  /** Says that something may have changed by now. */
  changed(): void {
    this.changes += 1;
  }

  /**
   * @param key all that the answer depends on
   * @param signal of whoever asks now; the question itself is given up when all who wait for it have gone
   */
  async ask(key: string, signal: AbortSignal, question: (signal: AbortSignal) => Promise<string>): Promise<string> {
    const whole = `${this.changes} ${key}`;
    const asked = this.asked.get(whole) ?? this.begin(whole, question);
    asked.waiting += 1;
    let leave = () => {};
    const gone = new Promise<never>((_, reject) => {
      leave = () => {
        asked.waiting -= 1;
        if (asked.waiting === 0) this.giveUp(whole, asked, signal.reason);
        reject(signal.reason);
      };
    });
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([asked.answer, gone]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  private begin(key: string, question: (signal: AbortSignal) => Promise<string>): Asked {
    const abort = new AbortController();
    const asked = { answer: question(abort.signal), abort, waiting: 0 };
    this.asked.set(key, asked);
    const over = () => this.forget(key, asked); // who waits hears of a failure
    asked.answer.then(over, over);
    return asked;
  }

  /** At once: nobody may join a question that is being given up. */
  private giveUp(key: string, asked: Asked, reason: unknown): void {
    this.forget(key, asked);
    asked.abort.abort(reason);
  }

  private forget(key: string, asked: Asked): void {
    if (this.asked.get(key) === asked) this.asked.delete(key);
  }
}
