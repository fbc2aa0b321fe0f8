/** The keys that were added last, so many at most; adding one that is there makes it the newest. */
export class RecentKeys {
  private readonly keys = new Set<string>();

  constructor(private readonly most: number) {}

  get size(): number {
    return this.keys.size;
  }

  /** Whether it was there. */
  touch(key: string): boolean {
    const known = this.keys.delete(key);
    this.keys.add(key);
    if (this.keys.size > this.most) this.forget(this.keys.values().next().value!);
    return known;
  }

  forget(key: string): void {
    this.keys.delete(key);
  }
}
