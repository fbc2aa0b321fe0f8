import type { Graph } from '../graph/graph';
import type { Host } from '../host';
import type { Listeners } from '../listeners';
import { jitter, later, within } from '../pause';
import type { Source, TrialogueEvents } from '../trialogue';
import { ownError, type TrialogueError } from '../trialogue-error';
import type { Tuning } from '../tuning';
import type { DefinitionsUpdate } from './definition';
import { type DefinitionsSource, keepUp } from './following';
import { graphSource } from './graph-source';
import { KeptDefinitions } from './kept-definitions';
import type { KnownDefinitions } from './known-definitions';

export interface FollowedOptions {
  readonly url: string;
  readonly experiments?: readonly string[];
  readonly keep?: string;
  readonly graph: Graph;
  readonly host: Host;
  readonly tuning: Tuning;
  readonly known: KnownDefinitions;
  readonly listeners: Listeners<TrialogueEvents>;
}

/** Brings the known definitions up to date, from what was kept at first, and tells of it. */
export class FollowedDefinitions {
  private now: Source = 'none';
  private lastError: TrialogueError | undefined;
  private readonly kept: KeptDefinitions;
  private readonly definitions: DefinitionsSource;
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

  constructor(private readonly options: FollowedOptions) {
    const { url, experiments, keep, graph, host, known, listeners } = options;
    const tell = (error: TrialogueError) => listeners.tell('problem', error);
    this.kept = new KeptDefinitions({ url, experiments }, (problem) => host.keep(keep, problem), tell);
    const last = this.kept.read();
    if (last) this.take({ ...last, stale: true });
    const take = (update: DefinitionsUpdate) => this.takeNews(update);
    this.definitions = graphSource({ graph, experiments, after: () => known.version, take });
    this.follow();
    this.unwatch = host.watch?.((seen) => this.look(seen)) ?? (() => {});
  }

  get source(): Source {
    return this.now;
  }

  async ready(timeoutMs: number): Promise<Source> {
    await within(timeoutMs, this.there);
    if (this.options.known.version !== undefined) return this.now;
    throw this.lastError ?? ownError('DEFINITIONS_UNKNOWN', { reason: `no answer within ${timeoutMs} ms` });
  }

  /** Asks for what there is now. */
  read(): Promise<void> {
    return this.definitions.read(this.ending.signal);
  }

  close(): void {
    this.unwatch();
    this.stay();
    this.forget();
    this.following?.abort();
    this.ending.abort();
  }

  /** Resolves when what is to be kept is. */
  settled(): Promise<void> {
    return this.kept.settled();
  }

  private follow(): void {
    if (this.following) return;
    this.following = new AbortController();
    const failed = (error: TrialogueError, lost: boolean) => this.failed(error, lost);
    void keepUp(this.definitions, this.options.tuning, this.following.signal, failed);
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

  private takeNews(update: DefinitionsUpdate): void {
    if (this.take(update)) this.kept.write(this.options.known);
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
  private take(update: DefinitionsUpdate): boolean {
    const { known, listeners } = this.options;
    const changed = known.apply(update);
    this.setSource(update.stale ? 'kept' : 'product');
    if (changed.length > 0) listeners.tell('changed', changed);
    return changed.length > 0;
  }

  private failed(error: TrialogueError, lost: boolean): void {
    this.lastError = error;
    this.options.listeners.tell('problem', error);
    if (!lost || this.options.known.version === undefined) return;
    this.setSource('kept');
    this.isThere();
  }

  private setSource(source: Source): void {
    if (source === this.now) return;
    this.now = source;
    this.options.listeners.tell('source', source);
  }
}
