import type { Snapshot } from './snapshot';

/** Counts the operations that run on each snapshot, subscriptions among them. */
export class SnapshotUses {
  private readonly counts = new Map<Snapshot, number>();
  private waiting: { readonly isOver: () => boolean; readonly resolve: () => void }[] = [];

  /** Counts one until what it answers is called. */
  begin(snapshot: Snapshot): () => void {
    this.counts.set(snapshot, (this.counts.get(snapshot) ?? 0) + 1);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      const left = this.counts.get(snapshot)! - 1;
      if (left > 0) this.counts.set(snapshot, left);
      else this.counts.delete(snapshot);
      if (left === 0 && this.waiting.length > 0) this.tell();
    };
  }

  /** Resolves once none of the snapshots that run now runs any more, but this one. */
  async onlyOn(current: Snapshot): Promise<void> {
    const others = [...this.counts.keys()].filter((snapshot) => snapshot !== current);
    const isOver = () => !others.some((snapshot) => this.counts.has(snapshot));
    if (!isOver()) await new Promise<void>((resolve) => this.waiting.push({ isOver, resolve }));
  }

  private tell(): void {
    const over = this.waiting.filter(({ isOver }) => isOver());
    this.waiting = this.waiting.filter((one) => !over.includes(one));
    for (const { resolve } of over) resolve();
  }
}
