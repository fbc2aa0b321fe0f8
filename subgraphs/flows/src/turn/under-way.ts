import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '@trialogue/errors';

/** What runs in this process: each from before it is accepted until it has ended, so that closing misses none. */
export class UnderWay {
  private readonly works = new Set<Promise<unknown>>();
  private readonly closing = new AbortController();

  /** Aborted as soon as nothing more is taken. */
  get signal(): AbortSignal {
    return this.closing.signal;
  }

  /** Throws SUBGRAPH_UNAVAILABLE. */
  refuseWhenClosing(): void {
    if (this.signal.aborted) throw new DomainError('SUBGRAPH_UNAVAILABLE', { subgraph: 'flows' });
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.works.add(work);
    try {
      return await work;
    } finally {
      this.works.delete(work);
    }
  }

  /** Takes nothing more; lets what runs end, for `ms`, then stops it and waits once more. What hangs even then is the reaper's. */
  async close(ms: number, stop: () => void): Promise<void> {
    this.closing.abort();
    await this.allEnded(ms);
    stop();
    await this.allEnded(ms);
  }

  private async allEnded(withinMs: number): Promise<void> {
    const over = new AbortController();
    const limit = wait(withinMs, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([limit, Promise.allSettled([...this.works])]);
    over.abort();
  }
}
