export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** What one call says of what was called: `ignored`, when it says nothing. */
export type CallOutcome = 'fine' | 'fault' | 'ignored';

/** A call that was let through says what became of it; one that was not may be made again after so many milliseconds. */
export type Entry = { readonly ended: (outcome: CallOutcome) => void } | { readonly retryAfterMs: number };

const inARow = 5;
const window = 20;
const openMs = 10_000;

/**
 * Keeps calls from what fails (M. Nygard, Release It!, "Circuit Breaker"): opens after 5 faults in a row, or when more
 * than half of the last 20 calls were faults; after 10 s lets one call through, which closes it or opens it again.
 */
export class Circuit {
  private last: boolean[] = [];
  private openedAt: number | undefined;
  private trying = false;

  /** @param now monotonic, in milliseconds */
  constructor(private readonly now: () => number) {}

  get state(): CircuitState {
    if (this.openedAt === undefined) return 'CLOSED';
    return this.restMs > 0 ? 'OPEN' : 'HALF_OPEN';
  }

  enter(): Entry {
    if (this.openedAt === undefined) return { ended: (outcome) => this.ended(outcome) };
    if (this.restMs > 0) return { retryAfterMs: this.restMs };
    if (this.trying) return { retryAfterMs: openMs };
    this.trying = true;
    return { ended: (outcome) => this.tried(outcome) };
  }

  private ended(outcome: CallOutcome): void {
    if (outcome === 'ignored' || this.openedAt !== undefined) return;
    this.last = [...this.last, outcome === 'fault'].slice(-window);
    const faults = this.last.filter(Boolean).length;
    const row = this.last.slice(-inARow);
    if ((row.length === inARow && row.every(Boolean)) || (this.last.length === window && faults > window / 2))
      this.openedAt = this.now();
  }

  private tried(outcome: CallOutcome): void {
    this.trying = false;
    if (outcome === 'fault') this.openedAt = this.now();
    if (outcome !== 'fine') return;
    this.openedAt = undefined;
    this.last = [];
  }

  private get restMs(): number {
    return Math.max(0, Math.ceil(this.openedAt! + openMs - this.now()));
  }
}
