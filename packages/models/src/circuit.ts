import { LRUCache } from 'lru-cache';

/** Failures in a row after which a circuit opens. */
const mostFailures = 3;
/** Milliseconds for which it then stays open. */
const openMs = 30_000;

/** What is known of models that could not be reached, so that who has another to ask does not wait for them each time. */
export class Circuits {
  private readonly models = new LRUCache<string, { failures: number; until: number }>({ max: 1_000 });

  constructor(private readonly now: () => number) {}

  /** Is the model to be left alone? When its time is over, the first who asks tries, and the others wait for what comes of it. */
  isOpen(model: string): boolean {
    const known = this.models.get(model);
    if (!known || known.failures < mostFailures) return false;
    if (this.now() < known.until) return true;
    known.until = this.now() + openMs;
    return false;
  }

  failed(model: string): void {
    const failures = (this.models.get(model)?.failures ?? 0) + 1;
    this.models.set(model, { failures, until: this.now() + openMs });
  }

  answered(model: string): void {
    this.models.delete(model);
  }
}
