import { DomainError } from '@trialogue/errors';
import type { Caller } from '@trialogue/subgraph';
import { LRUCache } from 'lru-cache';
import type { Limits } from './limits';

/** Callers that are remembered; who was quiet for longest is forgotten first, and starts full again. */
const mostCallers = 10_000;

/** Milliseconds that fractions may be off by. */
const rounding = 1e-6;

/**
 * A token bucket for each caller: it holds `burst` operations and gets `rate` back a second. The callers behind one key
 * who prove their unit have a bucket each, so that none of them can use up the others'.
 */
export class RateLimit {
  /** When each bucket will be full again. */
  private readonly fullAt = new LRUCache<string, number>({ max: mostCallers });

  /** `now` answers milliseconds that never go backwards. */
  constructor(
    private readonly limits: Pick<Limits, 'rate' | 'burst'>,
    private readonly now: () => number,
  ) {}

  /** Takes one operation from the caller's bucket. Throws RATE_LIMITED when it holds none. */
  take({ subject, unit }: Caller): void {
    const { rate, burst } = this.limits;
    if (rate === 0) return;
    const key = unit === undefined ? subject : `${subject} ${unit}`; // the name of a key has no space
    const now = this.now();
    const each = 1_000 / rate;
    const fullAt = Math.max(this.fullAt.get(key) ?? 0, now) + each;
    const retryAfterMs = Math.ceil(fullAt - now - burst * each - rounding);
    if (retryAfterMs > 0) throw new DomainError('RATE_LIMITED', { rate, retryAfterMs });
    this.fullAt.set(key, fullAt);
  }
}
