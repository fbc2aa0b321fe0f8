import { DomainError } from '@trialogue/errors';

interface Line {
  length: number;
  /** Settles when the last one in it is through, or has left. */
  end: Promise<unknown>;
}

/** Messages that wait for one conversation in this process. */
const longest = 5;

/** Who waits for a conversation in this process: first come, first served. */
export class WaitingLines {
  private readonly lines = new Map<string, Line>();

  /**
   * Does the work once whoever came before is through. Throws CONVERSATION_BUSY when too many wait, or when the signal
   * aborts before the work begins.
   */
  async wait<T>(conversation: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(conversation) ?? { length: 0, end: Promise.resolve() };
    if (line.length >= longest || signal.aborted) throw new DomainError('CONVERSATION_BUSY', { conversation });
    const before = line.end;
    const served = firstOf(before, signal).then(() => {
      if (signal.aborted) throw new DomainError('CONVERSATION_BUSY', { conversation });
      return work();
    });
    line.end = Promise.allSettled([before, served]);
    line.length += 1;
    this.lines.set(conversation, line);
    try {
      return await served;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.lines.delete(conversation);
    }
  }
}

/** Settles with the promise, or when the signal aborts. */
function firstOf(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    void promise.then(done, done);
  });
}
