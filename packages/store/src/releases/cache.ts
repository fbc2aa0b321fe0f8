import { LRUCache } from 'lru-cache';
import type { Release, StoredRelease } from './release';
import { parseRelease } from './release';

interface Held {
  readonly stored: StoredRelease;
  readonly release: Release;
}

/**
 * Bodies in memory. What a head points at stays, with all that it refers to; anything else is kept as long as there is
 * room, least recently used out first.
 */
export class ReleaseCache {
  readonly #held = new Map<string, Held & { holders: number }>();
  readonly #rest: LRUCache<string, Held>;

  /** @param bytes room for what no head holds, measured as the length of its text */
  constructor(bytes: number) {
    this.#rest = new LRUCache({ maxSize: bytes, sizeCalculation: ({ stored }) => stored.body.length + 200 });
  }

  get(hash: string): Release | undefined {
    return (this.#held.get(hash) ?? this.#rest.get(hash))?.release;
  }

  add(stored: StoredRelease): Release {
    const known = this.get(stored.hash);
    if (known) return known;
    const release = parseRelease(stored);
    this.#rest.set(stored.hash, { stored, release });
    return release;
  }

  isHeld(hash: string): boolean {
    return this.#held.has(hash);
  }

  /**
   * Keeps the release and everything it refers to until it is let go as often as it was held. What is not in the cache
   * is taken from `loaded`.
   *
   * @returns false, and holds nothing, when something is in neither
   */
  hold(hash: string, loaded: ReadonlyMap<string, StoredRelease>): boolean {
    if (!this.#isComplete(hash, loaded)) return false;
    this.#retain(hash, loaded);
    return true;
  }

  letGo(hash: string): void {
    const held = this.#held.get(hash);
    if (!held) return;
    held.holders -= 1;
    if (held.holders > 0) return;
    this.#held.delete(hash);
    this.#rest.set(hash, { stored: held.stored, release: held.release });
    for (const ref of held.release.refs) this.letGo(ref);
  }

  /** All that is held, as it is stored. */
  held(): StoredRelease[] {
    return [...this.#held.values()].map(({ stored }) => stored);
  }

  #isComplete(hash: string, loaded: ReadonlyMap<string, StoredRelease>): boolean {
    if (this.#held.has(hash)) return true;
    const stored = loaded.get(hash) ?? this.#rest.peek(hash)?.stored;
    return stored?.refs.every((ref) => this.#isComplete(ref, loaded)) ?? false;
  }

  #retain(hash: string, loaded: ReadonlyMap<string, StoredRelease>): void {
    const held = this.#held.get(hash);
    if (held) {
      held.holders += 1;
      return;
    }
    const stored = loaded.get(hash) ?? this.#rest.peek(hash)!.stored;
    const release = this.#rest.peek(hash)?.release ?? parseRelease(stored);
    this.#rest.delete(hash);
    this.#held.set(hash, { stored, release, holders: 1 });
    for (const ref of stored.refs) this.#retain(ref, loaded);
  }
}
