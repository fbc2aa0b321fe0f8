import type { Json } from '@trialogue/assignment';
import { assignedThere } from './assigned-there';
import type { LocalAssignment } from './assigning';
import { type FollowedDefinitions, followDefinitions } from './definitions/follow-definitions';
import { earlierExposures } from './earlier-exposures';
import { Graph } from './graph/graph';
import type { Host } from './host';
import { LocalDecisions } from './local-decisions';
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
  protected readonly graph: Graph;
  protected readonly followed: FollowedDefinitions;
  private readonly recording: Exposures;
  private readonly tracking: Outbox<TrackedEvent>;
  protected readonly ending = new AbortController();
  private readonly stay: () => void;

  constructor(
    options: TrialogueOptions,
    protected readonly host: Host,
    protected readonly tuning: Tuning = usual,
  ) {
    super();
    const { known, listeners } = this;
    const addressed = { ...options, url: checkedUrl(options.url) };
    this.graph = new Graph(addressed, host, tuning);
    this.recording = new Exposures(this.graph, this.sending('exposures'));
    this.tracking = trackedEvents(this.graph, this.sending('events'));
    this.stay = host.onLeaving(() => this.leave());
    this.followed = followDefinitions({ ...addressed, graph: this.graph, host, tuning, known, listeners });
  }

  get source(): Source {
    return this.followed.source;
  }

  get exposures(): SendingCounts {
    return countsOf(this.recording.outbox);
  }

  get events(): SendingCounts {
    return countsOf(this.tracking);
  }

  ready(timeoutMs = 5_000): Promise<Source> {
    return this.followed.ready(timeoutMs);
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
    this.tracking.add(trackedEvent(type, unit.normalize(), data, new Date()));
  }

  async flush(timeoutMs = 5_000): Promise<void> {
    await Promise.all(this.outboxes.map((one) => one.flush(timeoutMs)));
  }

  async close(timeoutMs = 5_000): Promise<void> {
    this.ending.abort();
    this.followed.close();
    await Promise.all(this.outboxes.map((one) => one.close(timeoutMs)));
    this.stay();
    await this.followed.settled();
  }

  protected assignThere(requests: readonly AssignmentRequest[]): Promise<Outcome[]> {
    const { graph, known, ending } = this;
    const refresh = () => this.followed.read();
    return assignedThere({ graph, known, refresh, signal: ending.signal }, requests);
  }

  protected override refusal(): TrialogueError | undefined {
    return this.followed.refusal;
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
