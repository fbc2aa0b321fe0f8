import type { Graph } from '../graph/graph';
import type { Host } from '../host';
import { jitter, later, within } from '../pause';
import type { Source } from '../trialogue';
import { ownError, type TrialogueError } from '../trialogue-error';
import type { Tuning } from '../tuning';
import { graphSource, type Pushed } from './graph-source';
import { type FollowedSource, keepUp } from './keep-up';
import type { Known, PushedUpdate } from './known';

export interface FollowedOptions<Update extends PushedUpdate> {
  readonly graph: Graph;
  readonly host: Host;
  readonly tuning: Tuning;
  readonly pushed: Pushed<Update>;
  readonly known: Known<Update>;
  /** What was kept of an earlier run. */
  readonly last?: Update;
  /** What is known is another one: to be kept. */
  keep(): void;
  changed(names: readonly string[]): void;
  sourceChanged?(source: Source): void;
  failed(error: TrialogueError): void;
}

/** Brings what is known up to date, from what was kept at first, and tells of it. */
export class Followed<Update extends PushedUpdate> {
  private now: Source = 'none';
  private lastError: TrialogueError | undefined;
  private refusedWith: TrialogueError | undefined;
  private readonly pushed: FollowedSource;
  private readonly ending = new AbortController();
  private following: AbortController | undefined;
  private readonly unwatch: () => void;
  /** Ends the wait until nothing is followed any more. */
  private stay = () => {};
  /** Ends the wait until it is asked again. */
  private forget = () => {};
  private isThere = () => {};
  private readonly there = new Promise<void>((resolve) => {
    this.isThere = resolve;
  });
  private isRefused = () => {};
  private readonly refused = new Promise<void>((resolve) => {
    this.isRefused = resolve;
  });

  constructor(private readonly options: FollowedOptions<Update>) {
    const { graph, host, pushed, known, last } = options;
    if (last) this.take({ ...last, stale: true });
    const take = (update: Update) => this.takeNews(update);
    this.pushed = graphSource({ ...pushed, graph, after: () => known.version, take });
    this.follow();
    this.unwatch = host.watch?.((seen) => this.look(seen)) ?? (() => {});
  }

  get source(): Source {
    return this.now;
  }

  /** False: nobody looks at the page, and what is known may be old. */
  get isFollowing(): boolean {
    return this.following !== undefined;
  }

  /** The key may not know (any more): what is known is not to be used until it may. */
  get refusal(): TrialogueError | undefined {
    return this.refusedWith;
  }

  /** @param hopes that a key which is refused will be taken within that time */
  async ready(timeoutMs: number, hopes = true): Promise<Source> {
    await within(timeoutMs, hopes ? this.there : Promise.race([this.there, this.refused]));
    if (this.refusedWith) throw this.refusedWith;
    if (this.options.known.version !== undefined) return this.now;
    throw this.lastError ?? ownError('DEFINITIONS_UNKNOWN', { reason: `no answer within ${timeoutMs} ms` });
  }

  /** Asks for what there is now. */
  async read(): Promise<void> {
    try {
      await this.pushed.read(this.ending.signal);
    } catch (error) {
      this.refuse(error as TrialogueError);
      throw error;
    }
  }

  close(): void {
    this.unwatch();
    this.stay();
    this.forget();
    this.following?.abort();
    this.ending.abort();
  }

  private follow(): void {
    if (this.following) return;
    this.following = new AbortController();
    const failed = (error: TrialogueError, lost: boolean) => this.failed(error, lost);
    void keepUp(this.pushed, this.options.tuning, this.following.signal, failed);
  }

  /** A browser opens few connections to one host, and a page may have many siblings that nobody looks at. */
  private look(seen: boolean): void {
    this.stay();
    if (seen) this.follow();
    else
      this.stay = later(this.options.tuning.unseenMs, () => {
        this.following?.abort();
        this.following = undefined;
      });
  }

  private takeNews(update: Update): void {
    this.refusedWith = undefined;
    if (this.take(update)) this.options.keep();
    this.isThere();
    this.forget();
    if (update.stale) this.askAgain();
  }

  /** That its database is back the product pushes to nobody. */
  private askAgain(): void {
    this.forget = later(jitter(this.options.tuning.pollMs), () => {
      this.read().catch((error) => {
        if (this.ending.signal.aborted) return;
        this.failed(error, false);
        this.askAgain();
      });
    });
  }

  /** Answers whether anything has changed. */
  private take(update: Update): boolean {
    const { known, changed } = this.options;
    const names = known.apply(update);
    this.setSource(update.stale ? 'kept' : 'product');
    if (names.length > 0) changed(names);
    return names.length > 0;
  }

  private failed(error: TrialogueError, lost: boolean): void {
    this.lastError = error;
    this.options.failed(error);
    if (lost && this.refuse(error)) return;
    if (!lost || this.options.known.version === undefined) return;
    this.setSource('kept');
    this.isThere();
  }

  /** Answers whether the product was there, and refused the key. */
  private refuse(error: TrialogueError): boolean {
    if (error.code !== 'FORBIDDEN' && error.code !== 'UNAUTHENTICATED') return false;
    this.refusedWith = error;
    this.setSource('none');
    this.isRefused();
    return true;
  }

  private setSource(source: Source): void {
    if (source === this.now) return;
    this.now = source;
    this.options.sourceChanged?.(source);
  }
}
