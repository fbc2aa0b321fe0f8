import { DomainError } from '@trialogue/errors';
import type { Snapshot } from './snapshot';

/** How long a snapshot may be held by subscriptions after another has taken its place. */
export interface SnapshotLimits {
  /** Past snapshots that may be held at once; each costs about 8 MB. */
  readonly past: number;
  readonly pastMs: number;
}

type End = (reason: DomainError) => void;

/** The subscriptions that keep snapshots alive. Past a limit, those of the oldest are ended with SNAPSHOT_RETIRED. */
export class SnapshotHolders {
  private readonly holders = new Map<Snapshot, Set<End>>();
  private readonly past = new Map<Snapshot, NodeJS.Timeout>();
  private readonly gone = new WeakSet<Snapshot>();

  constructor(private readonly limits: SnapshotLimits) {}

  /** How many snapshots are held, the current one included. */
  get held(): number {
    return this.holders.size;
  }

  /** Holds a snapshot until the answer is called; `end` is called when that takes too long. */
  hold(snapshot: Snapshot, end: End): () => void {
    const ends = this.holders.get(snapshot) ?? new Set();
    this.holders.set(snapshot, ends.add(end));
    if (this.gone.has(snapshot) && !this.past.has(snapshot)) this.limit(snapshot);
    return () => {
      if (ends.delete(end) && ends.size === 0) this.forget(snapshot);
    };
  }

  /** Says that another snapshot has taken this one's place. */
  replaced(snapshot: Snapshot): void {
    this.gone.add(snapshot);
    if (this.holders.has(snapshot)) this.limit(snapshot);
  }

  retireAll(): void {
    for (const snapshot of [...this.holders.keys()]) this.retire(snapshot);
  }

  private limit(snapshot: Snapshot): void {
    this.past.set(snapshot, setTimeout(() => this.retire(snapshot), this.limits.pastMs).unref());
    for (const oldest of this.past.keys()) {
      if (this.past.size <= this.limits.past) break;
      this.retire(oldest);
    }
  }

  private retire(snapshot: Snapshot): void {
    const ends = [...(this.holders.get(snapshot) ?? [])];
    this.forget(snapshot);
    for (const end of ends) end(new DomainError('SNAPSHOT_RETIRED', {}));
  }

  private forget(snapshot: Snapshot): void {
    clearTimeout(this.past.get(snapshot));
    this.past.delete(snapshot);
    this.holders.delete(snapshot);
  }
}
