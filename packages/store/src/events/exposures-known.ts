import { LRUCache } from 'lru-cache';
import { type ExposureKey, keyOf } from './expose';

const most = 50_000;
const mostBytes = 16_000_000;

/** What an entry takes beside its text, roughly: measured with lru-cache 11 on Node 20. */
const entryBytes = 150;

/**
 * Exposures of which this process has seen the commit, so that they are not written again; the least recently asked for
 * is forgotten first. Exact: what it knows is in the database, and what it does not know is only asked of the database
 * once more. Nothing that guesses (a Bloom filter) would do: an exposure that it took for another would be lost.
 */
export class KnownExposures {
  private readonly keys = new LRUCache<string, true>({
    max: most,
    maxSize: mostBytes,
    sizeCalculation: (_, key) => 2 * key.length + entryBytes,
  });

  has(exposure: ExposureKey): boolean {
    return this.keys.get(keyOf(exposure)) === true;
  }

  add(exposure: ExposureKey): void {
    this.keys.set(keyOf(exposure), true);
  }

  clear(): void {
    this.keys.clear();
  }

  /** Never above `bounds`, whatever was added. */
  get size(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.keys.size, bytes: this.keys.calculatedSize };
  }

  static readonly bounds = { entries: most, bytes: mostBytes };
}
