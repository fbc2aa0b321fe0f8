import type { Json } from '@trialogue/assignment';
import { assignedThere } from './assigned-there';
import type { LocalAssignment } from './assigning';
import type { DefinitionsUpdate } from './definitions/definition';
import { type DefinitionsSource, keepUp } from './definitions/following';
import { graphSource } from './definitions/graph-source';
import { KeptDefinitions } from './definitions/kept-definitions';
import { earlierExposures } from './earlier-exposures';
import { Graph } from './graph/graph';
import type { Host } from './host';
import { LocalDecisions } from './local-decisions';
import { jitter, later, within } from './pause';
import { Exposures } from './sending/exposures';
import type { Outbox } from './sending/outbox';
import { type TrackedEvent, trackedEvent, trackedEvents } from './sending/tracked-events';
import { checkSubject, type EarlierExposures, type Subject } from './subject';
import type { AssignmentRequest, Dropped, FlagTypes, Outcome, SendingCounts, Source, Trialogue } from './trialogue';
import { ownError, type TrialogueError } from './trialogue-error';
import { type Tuning, tuning as usual } from './tuning';

export interface TrialogueOptions {
  /** Of the graph, as `https://trialogue.example.com/graphql`. A page may leave out what is its own origin. */
  readonly url: string;
  /** An API key with the scope `assign`, and `track` for `track`. A page's key is anybody's. */
  readonly key?: string;
  /** Only these are followed. Absent: all. */
  readonly experiments?: readonly string[];
  /** Where the last known good definitions are kept. Node: a file; absent: nowhere. A page: a key of its storage. */
  readonly keep?: string;
}

/** A client of a product that runs, or is away. */
export class ConnectedTrialogue<Flags extends object = FlagTypes>
  extends LocalDecisions<Flags>
  implements Trialogue<Flags>
{
  private now: Source = 'none';
  private lastError: TrialogueError | undefined;
  private readonly graph: Graph;
  private readonly definitionsSource: DefinitionsSource;
  private readonly kept: KeptDefinitions;
  private readonly recording: Exposures;
  private readonly tracking: Outbox<TrackedEvent>;
  private readonly ending = new AbortController();
  private readonly stay: () => void;
  private readonly unwatch: () => void;
  private following: AbortController | undefined;
  /** Ends the wait until it follows no more. */
  private rest = () => {};
  private isThere = () => {};
  /** Ends the wait until it is asked again. */
  private forget = () => {};
  private readonly there = new Promise<void>((resolve) => {
    this.isThere = resolve;
  });

  constructor(
    options: TrialogueOptions,
    private readonly host: Host,
    private readonly tuning: Tuning = usual,
  ) {
    super();
    const { experiments, keep } = options;
    const url = checkedUrl(options.url);
    const tell = (error: TrialogueError) => this.listeners.tell('problem', error);
    this.kept = new KeptDefinitions({ url, experiments }, (problem) => host.keep(keep, problem), tell);
    this.graph = new Graph({ ...options, url }, host, tuning);
    const { graph } = this;
    this.recording = new Exposures(graph, this.sending('exposures'));
    this.tracking = trackedEvents(graph, this.sending('events'));
    this.stay = host.onLeaving(() => this.leave());
    const last = this.kept.read();
    if (last) this.take({ ...last, stale: true });
    this.definitionsSource = graphSource({
      graph,
      experiments,
      after: () => this.known.version,
      take: (update) => this.takeNews(update),
    });
    this.follow();
    this.unwatch = host.watch?.((seen) => this.look(seen)) ?? (() => {});
  }

  get source(): Source {
    return this.now;
  }

  get exposures(): SendingCounts {
    return countsOf(this.recording.outbox);
  }

  get events(): SendingCounts {
    return countsOf(this.tracking);
  }

  async ready(timeoutMs = 5_000): Promise<Source> {
    await within(timeoutMs, this.there);
    if (this.known.version !== undefined) return this.now;
    throw this.lastError ?? ownError('DEFINITIONS_UNKNOWN', { reason: `no answer within ${timeoutMs} ms` });
  }

  async earlierExposures(subject: Subject): Promise<EarlierExposures> {
    checkSubject(subject);
    try {
      return await earlierExposures(this.graph, this.known, subject, this.ending.signal);
    } catch (error) {
      this.listeners.tell('problem', error as TrialogueError);
      throw error;
    }
  }

  track(type: string, { unit, data }: { unit: string; data?: { readonly [name: string]: Json } }): void {
    checkSubject({ unit });
    this.tracking.add(trackedEvent(type, unit, data, new Date()));
  }

  async flush(timeoutMs = 5_000): Promise<void> {
    await Promise.all(this.outboxes.map((one) => one.flush(timeoutMs)));
  }

  async close(timeoutMs = 5_000): Promise<void> {
    this.unwatch();
    this.rest();
    this.following?.abort();
    this.ending.abort();
    this.forget();
    await Promise.all(this.outboxes.map((one) => one.close(timeoutMs)));
    this.stay();
    await this.kept.settled();
  }

  protected assignThere(requests: readonly AssignmentRequest[]): Promise<Outcome[]> {
    const { graph, known, ending } = this;
    const refresh = () => this.definitionsSource.read(ending.signal);
    return assignedThere({ graph, known, refresh, signal: ending.signal }, requests);
  }

  protected putDown(given: LocalAssignment<unknown>, at: Date): void {
    this.recording.add(given, at);
  }

  private get outboxes(): readonly Outbox<any>[] {
    return [this.recording.outbox, this.tracking];
  }

  private sending(what: Dropped['what']) {
    return {
      dropped: (items: readonly unknown[], error: TrialogueError) =>
        this.listeners.tell('dropped', { what, count: items.length, error }),
      failed: (error: TrialogueError) => this.listeners.tell('problem', error),
      // Both may have to go at once.
      limits: { ...this.tuning[what], leavingBytes: (this.host.leavingBytes ?? 0) / 2 },
    };
  }

  /** A page is gone in a moment; a process that has nothing else to do waits. */
  private leave(): void {
    for (const one of this.outboxes)
      if (this.host.leavingBytes) one.leave();
      else if (one.waiting > 0) void one.flushOrDrop(this.tuning.exitMs);
  }

  private follow(): void {
    if (this.following) return;
    this.following = new AbortController();
    const failed = (error: TrialogueError, lost: boolean) => this.failed(error, lost);
    void keepUp(this.definitionsSource, this.tuning, this.following.signal, failed);
  }

  /** A browser opens few connections to one host, and a page may have many siblings that nobody looks at. */
  private look(seen: boolean): void {
    this.rest();
    if (seen) this.follow();
    else
      this.rest = later(this.tuning.unseenMs, () => {
        this.following?.abort();
        this.following = undefined;
      });
  }

  private takeNews(update: DefinitionsUpdate): void {
    if (this.take(update)) this.kept.write(this.known);
    this.isThere();
    this.forget();
    if (update.stale) this.askAgain();
  }

  /** That its database is back the product pushes to nobody. */
  private askAgain(): void {
    const { signal } = this.ending;
    this.forget = later(jitter(this.tuning.pollMs), () => {
      this.definitionsSource.read(signal).catch((error) => {
        if (signal.aborted) return;
        this.failed(error, false);
        this.askAgain();
      });
    });
  }

  /** Answers whether anything has changed. */
  private take(update: DefinitionsUpdate): boolean {
    const changed = this.known.apply(update);
    this.setSource(update.stale ? 'kept' : 'product');
    if (changed.length > 0) this.listeners.tell('changed', changed);
    return changed.length > 0;
  }

  private failed(error: TrialogueError, lost: boolean): void {
    this.lastError = error;
    this.listeners.tell('problem', error);
    if (!lost || this.known.version === undefined) return;
    this.setSource('kept');
    this.isThere();
  }

  private setSource(source: Source): void {
    if (source === this.now) return;
    this.now = source;
    this.listeners.tell('source', source);
  }
}

const countsOf = ({ waiting, recorded, dropped }: Outbox<unknown>): SendingCounts => ({ waiting, recorded, dropped });

/** @throws TrialogueError BAD_USER_INPUT */
function checkedUrl(url: unknown): string {
  const base = (globalThis as { location?: { href?: string } }).location?.href;
  if (typeof url !== 'string' || !URL.canParse(url, base) || !/^https?:/.test(new URL(url, base).href))
    throw ownError('BAD_USER_INPUT', {
      problem: '`url` is the address of the graph, as http://127.0.0.1:4000/graphql.',
    });
  return new URL(url, base).href.replace(/\/+$/, '');
}
