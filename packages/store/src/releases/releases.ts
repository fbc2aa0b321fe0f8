import type { Logger } from '../logger';
import type { Notifications } from '../notifications';
import type { Sql } from '../sql';
import { withinTime } from '../within-time';
import { ReleaseCache } from './cache';
import type { DiskSnapshot } from './disk-snapshot';
import { loadHeads, loadReleases } from './load';
import { type HeadMove, moveHead, type NewRelease, putRelease } from './publish';
import type { Head, Release, StoredRelease } from './release';

type HeadListener = (key: string, release: Release | undefined) => void;

interface HeadInMemory {
  readonly rev: number;
  readonly movedAt?: number;
  /** Undefined: withdrawn. */
  readonly release: Release | undefined;
}

const pollMs = 1_000;
const freshMs = 1_000;
const refreshedWithinMs = 1_000;
const staleAfterMs = 5_000;
const writeAfterMs = 500;

/**
 * What this process knows of what was published. Reading is synchronous, from memory. A committed head arrives by a
 * hint within milliseconds or by the poll within a second, in the order of the commits, and only once everything that
 * it refers to is here too.
 */
export class Releases {
  readonly #heads = new Map<string, Map<string, HeadInMemory>>();
  readonly #listeners = new Map<string, Set<HeadListener>>();
  readonly #cache: ReleaseCache;
  #rev = 0;
  #timeline: number | undefined;
  #failedRev = 0;
  #fromDatabase = false;
  #isAway = true;
  #reachedAt = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> = Promise.resolve();
  #nextLoad: Promise<void> | undefined;
  #pollTimer: NodeJS.Timeout | undefined;
  #writeTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly sql: Sql,
    private readonly logger: Logger,
    private readonly disk: DiskSnapshot | undefined,
    cacheBytes: number,
  ) {
    this.#cache = new ReleaseCache(cacheBytes);
  }

  /** Postgres has not been reached since the start, or for 5 s: what is served may be outdated. */
  get stale(): boolean {
    return this.ageMs > staleAfterMs;
  }

  /** Milliseconds since the heads were last read from Postgres; Infinity when never. */
  get ageMs(): number {
    return performance.now() - this.#reachedAt;
  }

  /** The last revision of heads that is here; 0 for those from disk. */
  get revision(): number {
    return this.#rev;
  }

  /**
   * Writes the body and points the head of (kind, key) at it. With `expected` only if the head points there now (null:
   * nowhere). Publishing what the head points at already changes nothing, so it may be repeated. Locks other publishers
   * out until the transaction of `sql` ends: call it late in one.
   *
   * @throws DomainError RELEASE_CONFLICT
   */
  async publish(sql: Sql, release: NewRelease & { readonly expected?: string | null }): Promise<HeadMove> {
    const hash = await putRelease(sql, release);
    const move = await moveHead(sql, { kind: release.kind, key: release.key, hash }, release.expected);
    return { hash, ...move };
  }

  /** Writes a body that no head points at; answers its hash. */
  put(sql: Sql, release: NewRelease): Promise<string> {
    return putRelease(sql, release);
  }

  /** A tombstone: the head points nowhere, in every process, whatever their caches hold. */
  async withdraw(sql: Sql, kind: string, key: string): Promise<void> {
    await moveHead(sql, { kind, key, hash: null });
  }

  head<Body>(kind: string, key: string): Release<Body> | undefined {
    return this.#heads.get(kind)?.get(key)?.release;
  }

  /** When a head was moved last, withdrawals included: milliseconds since 1970 by the database's clock, where that is known. */
  movedAt(kind: string, key: string): number | undefined {
    return this.#heads.get(kind)?.get(key)?.movedAt;
  }

  /** Sorted by key. */
  heads<Body>(kind: string): Release<Body>[] {
    const all = [...(this.#heads.get(kind)?.values() ?? [])].flatMap(({ release }) => release ?? []);
    return all.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Where the heads in memory stand, for `changedSince`, in any process: `TIMELINE-REVISION`. */
  get position(): string {
    return `${this.#timeline ?? 0}-${this.#rev}`;
  }

  /**
   * What heads of this kind answer that were moved after the position, in the order of their keys; undefined for those that
   * were withdrawn. Undefined as a whole when that cannot be told: the position is of another database, is not reached
   * yet, or the heads are from disk.
   */
  changedSince<Body>(kind: string, position: string): ReadonlyMap<string, Release<Body> | undefined> | undefined {
    const [timeline, rev] = position.split('-').map(Number) as [number, number];
    if (timeline !== this.#timeline || !(rev <= this.#rev)) return undefined;
    const moved = [...(this.#heads.get(kind) ?? [])].filter(([, head]) => head.rev > rev);
    return new Map(moved.map(([key, { release }]) => [key, release] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** From memory, otherwise from the database. @throws DomainError STORE_UNAVAILABLE */
  async get<Body>(hash: string): Promise<Release<Body> | undefined> {
    return this.#cache.get(hash) ?? (await this.getAll<Body>([hash])).get(hash);
  }

  /** As `get`, by hash; the database is asked once for all that are not in memory. */
  async getAll<Body>(hashes: readonly string[]): Promise<ReadonlyMap<string, Release<Body>>> {
    const found = new Map(hashes.flatMap((hash) => this.#cache.get(hash) ?? []).map((one) => [one.hash, one]));
    const unknown = hashes.filter((hash) => !found.has(hash));
    if (unknown.length === 0) return found;
    const loaded = await loadReleases(this.sql, unknown, (ref) => this.#cache.get(ref) !== undefined);
    const wanted = new Set(unknown);
    for (const release of loaded.map((stored) => this.#cache.add(stored)))
      if (wanted.has(release.hash)) found.set(release.hash, release);
    return found;
  }

  /** Calls back after a head of this kind has changed in memory; answers how to stop. */
  onHead(kind: string, listener: HeadListener): () => void {
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * Resolves when every head that was committed before the call is in memory.
   *
   * @throws DomainError STORE_UNAVAILABLE
   */
  refresh(): Promise<void> {
    // A load that is under way may have looked before the caller's commit: only one that begins later will do.
    this.#nextLoad ??= this.#loading
      .catch(() => undefined)
      .then(() => {
        this.#loading = this.#load().catch((error) => {
          this.#isAway = true;
          throw error;
        });
        this.#nextLoad = undefined;
        return this.#loading;
      });
    return this.#nextLoad;
  }

  /**
   * Resolves when what is in memory is at most a second old, for whoever must not serve what was taken back longer ago,
   * however long this process was kept from hearing of it. At once when it is, and while Postgres is away. When Postgres
   * does not answer, after a second, once: until it answers, others go on at once by what is known. Never rejects.
   */
  async fresh(): Promise<void> {
    if (this.#isAway || this.ageMs <= freshMs) return;
    const asked = this.#reachedAt;
    await withinTime(
      refreshedWithinMs,
      this.refresh().catch(() => undefined),
    );
    if (this.#reachedAt === asked) this.#isAway = true;
  }

  /** Serves what the disk holds until the database answers. False: the disk holds nothing. */
  async loadSnapshot(): Promise<boolean> {
    const snapshot = await this.disk?.read();
    if (!snapshot) return false;
    this.#apply(snapshot.heads, snapshot.releases, true);
    return true;
  }

  /** Follows the heads from now on. */
  start(notifications: Notifications): void {
    const look = () => void this.refresh().catch(() => undefined);
    notifications.on('exp_heads', look);
    notifications.onConnected(look);
    const poll = async () => {
      await this.refresh().catch((error) => this.logger.debug({ err: error }, 'Heads could not be polled.'));
      if (!this.#closed) this.#pollTimer = setTimeout(poll, pollMs);
    };
    this.#pollTimer = setTimeout(poll, pollMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#pollTimer);
    if (this.#writeTimer) await this.#writeSnapshot();
  }

  async #load(): Promise<void> {
    const begun = performance.now();
    let { timeline, counter, heads } = await loadHeads(this.sql, this.#fromDatabase ? this.#rev : 0);
    const isAnother = this.#fromDatabase && (counter < this.#rev || timeline !== this.#timeline);
    if (isAnother) {
      this.logger.warn(
        { rev: this.#rev, counter, timeline },
        'The database is another one now: reading all heads again.',
      );
      ({ timeline, counter, heads } = await loadHeads(this.sql, 0));
    }
    const hashes = heads.flatMap(({ hash }) => hash ?? []);
    const releases = await loadReleases(this.sql, hashes, (hash) => this.#cache.isHeld(hash));
    const { changed, failed } = this.#apply(heads, releases, isAnother || !this.#fromDatabase);
    if (changed && this.disk) this.#writeTimer ??= setTimeout(() => void this.#writeSnapshot(), writeAfterMs);
    this.#rev = failed === undefined ? counter : failed - 1; // what failed is asked for again
    this.#timeline = timeline;
    this.#fromDatabase = true;
    this.#isAway = false;
    this.#reachedAt = begun;
  }

  /**
   * All new releases are held before any old one is let go: they may share what they refer to.
   *
   * @param all the heads are all that there are: others are forgotten, and revisions known before mean nothing
   * @returns whether any head answers something else now, and the first revision that could not be taken
   */
  #apply(
    heads: readonly Head[],
    releases: readonly StoredRelease[],
    all: boolean,
  ): { changed: boolean; failed: number | undefined } {
    const loaded = new Map(releases.map((release) => [release.hash, release]));
    const news = heads.filter(({ kind, key, rev }) => all || rev > (this.#heads.get(kind)?.get(key)?.rev ?? -1));
    const taken = new Set(news.filter((head) => this.#hold(head, loaded)));
    const failed = news.find((head) => !taken.has(head))?.rev;
    const moved = [...(all ? this.#absentFrom(heads) : []), ...taken].filter((head) => this.#set(head));
    for (const { kind, key } of moved) this.#tell(kind, key);
    return { changed: moved.length > 0, failed };
  }

  /** Withdrawals of what is known here and not among these. */
  #absentFrom(heads: readonly Head[]): Head[] {
    const given = new Set(heads.map(({ kind, key }) => JSON.stringify([kind, key])));
    return [...this.#heads].flatMap(([kind, keys]) =>
      [...keys.keys()]
        .filter((key) => !given.has(JSON.stringify([kind, key])))
        .map((key) => ({ kind, key, hash: null, rev: 0 })),
    );
  }

  #hold({ kind, key, hash, rev }: Head, loaded: ReadonlyMap<string, StoredRelease>): boolean {
    if (hash === null || this.head(kind, key)?.hash === hash || this.#cache.hold(hash, loaded)) return true;
    const level = rev > this.#failedRev ? 'error' : 'debug'; // it is asked for again at every poll
    this.#failedRev = Math.max(rev, this.#failedRev);
    this.logger[level]({ kind, key, hash }, 'A head refers to a release that is missing; the one before stays.');
    return false;
  }

  /** @returns whether what the head answers has changed */
  #set({ kind, key, hash, rev, movedAt }: Head): boolean {
    const keys = this.#heads.get(kind) ?? new Map<string, HeadInMemory>();
    this.#heads.set(kind, keys);
    const before = keys.get(key)?.release;
    if (before?.hash === (hash ?? undefined)) {
      keys.set(key, { rev, movedAt, release: before });
      return false;
    }
    const release = hash === null ? undefined : this.#cache.get(hash);
    keys.set(key, {
      rev,
      movedAt,
      release: release && release.key !== key ? Object.freeze({ ...release, key }) : release,
    });
    if (before) this.#cache.letGo(before.hash);
    return true;
  }

  #tell(kind: string, key: string): void {
    for (const listener of this.#listeners.get(kind) ?? []) {
      try {
        listener(key, this.head(kind, key));
      } catch (error) {
        this.logger.error({ err: error, kind, key }, 'A listener to heads failed.');
      }
    }
  }

  async #writeSnapshot(): Promise<void> {
    clearTimeout(this.#writeTimer);
    this.#writeTimer = undefined;
    const heads = [...this.#heads].flatMap(([kind, keys]) =>
      [...keys].map(([key, { rev, movedAt, release }]) => ({ kind, key, rev, movedAt, hash: release?.hash ?? null })),
    );
    await this.disk
      ?.write({ heads, releases: this.#cache.held() })
      .catch((error) => this.logger.warn({ err: error }, 'The snapshot of releases was not written.'));
  }
}
