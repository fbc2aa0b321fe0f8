import type { Telemetry } from '@trialogue/telemetry';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { FetchWatch } from '../watch/fetches';
import { type CompositionProblem, compose } from './compose';
import type { Member, Members } from './members';
import type { OperationLimits } from './operation-limits';
import { Snapshot } from './snapshot';
import { SnapshotHolders, type SnapshotLimits } from './snapshot-holders';
import { SnapshotUses } from './snapshot-uses';

export interface GraphOptions {
  readonly members: Members;
  readonly logger: Logger;
  readonly snapshotLimits?: SnapshotLimits;
  readonly operationLimits?: OperationLimits;
  /** Where the last good supergraph outlives the process; none: a start needs members that compose. */
  readonly kept?: KeptSupergraph;
  /** Given when members may come later: a start waits for the first that compose until it is aborted. */
  readonly waiting?: AbortSignal;
  readonly telemetry?: Telemetry;
}

/** The last good supergraph, kept over restarts. */
export interface KeptSupergraph {
  /** The supergraph and the members that it was composed of; nothing when there is none that can be read. */
  read(): Promise<Composed | undefined>;
  /** Never throws: what is kept is for the next start only. */
  write(composed: Composed): Promise<void>;
}

export interface Composed {
  readonly supergraphSdl: string;
  readonly members: readonly Member[];
}

/** Thrown at start when the subgraphs do not compose. */
export class CompositionError extends Error {
  constructor(readonly problems: readonly CompositionProblem[]) {
    super(`The subgraphs do not compose:\n${problems.map(({ message }) => `- ${message}`).join('\n')}`);
    this.name = 'CompositionError';
  }
}

/**
 * The one graph over its subgraphs: composes them again whenever one changes, and swaps to a new snapshot at once or
 * not at all. A composition that fails changes nothing.
 */
export class Graph {
  readonly holders: SnapshotHolders;
  readonly uses = new SnapshotUses();
  private readonly watch: FetchWatch | undefined;
  private snapshot!: Snapshot;
  private readonly bySchema = new WeakMap<GraphQLSchema, Snapshot>();
  private readonly listeners = new Set<(snapshot: Snapshot) => void>();
  private readonly unsubscribe: (() => void)[] = [];
  private problems: readonly CompositionProblem[] = [];
  private changed = false;
  private composing?: Promise<void>;

  private constructor(private readonly options: GraphOptions) {
    this.holders = new SnapshotHolders(options.snapshotLimits ?? { past: 3, pastMs: 10 * 60_000 });
    this.watch = options.telemetry && new FetchWatch(options.telemetry);
  }

  /** Throws a CompositionError when the subgraphs do not compose. */
  static async start(options: GraphOptions): Promise<Graph> {
    const graph = new Graph(options);
    await graph.takeKept();
    graph.unsubscribe.push(options.members.onChange(() => graph.recompose()));
    graph.recompose();
    let problems = await graph.settled();
    while (!graph.snapshot && options.waiting && !options.waiting.aborted) {
      await graph.nextChange(options.waiting);
      problems = await graph.settled();
    }
    if (graph.snapshot) return graph;
    graph.close();
    throw new CompositionError(problems);
  }

  get current(): Snapshot {
    return this.snapshot;
  }

  /** The snapshot with this API schema, as long as anything uses it. */
  snapshotOf(schema: GraphQLSchema): Snapshot {
    return this.bySchema.get(schema) ?? this.snapshot;
  }

  /** Calls back with the current snapshot now and with each later one; answers how to stop listening. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    listener(this.snapshot);
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Waits until every change so far is composed; answers what is wrong with the latest, an empty list when it is served. */
  async settled(): Promise<readonly CompositionProblem[]> {
    await this.composing;
    return this.problems;
  }

  /** Waits until nothing runs any more on what was served before the latest change, once that is composed. */
  async turnedOver(): Promise<void> {
    while ((await this.settled()).length > 0) await this.nextChange(new AbortController().signal);
    await this.uses.onlyOn(this.snapshot);
  }

  close(): void {
    for (const stop of this.unsubscribe.splice(0)) stop();
    this.holders.retireAll();
  }

  private recompose(): void {
    this.changed = true;
    this.composing ??= this.composeChanges();
  }

  private async takeKept(): Promise<void> {
    const kept = await this.options.kept?.read();
    if (!kept) return;
    try {
      this.swap(this.build(kept));
    } catch (error) {
      this.options.logger.warn({ err: error }, 'The supergraph that was kept cannot be served.');
    }
  }

  /** Resolves with the next change of a member, or when waiting is over. */
  private nextChange(waiting: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.options.members.onChange(done);
      waiting.addEventListener('abort', done, { once: true });
      function done() {
        stop();
        waiting.removeEventListener('abort', done);
        resolve();
      }
    });
  }

  private async composeChanges(): Promise<void> {
    while (this.changed) {
      this.changed = false;
      this.problems = await this.composeOnce();
      if (this.problems.length > 0) this.sayProblems();
    }
    this.composing = undefined;
  }

  private sayProblems(): void {
    const { logger, waiting } = this.options;
    const { problems } = this;
    if (!this.snapshot && waiting) logger.debug({ problems }, 'The subgraphs that are there do not compose yet.');
    else logger.error({ problems }, 'The subgraphs do not compose; the graph stays as it was.');
  }

  private async composeOnce(): Promise<readonly CompositionProblem[]> {
    const members = this.options.members.current;
    const composition = await compose(members);
    if ('problems' in composition) return composition.problems;
    const composed = { supergraphSdl: composition.supergraphSdl, members };
    try {
      this.swap(this.build(composed));
    } catch (error) {
      return [{ message: (error as Error).message, code: 'SUPERGRAPH_REFUSED', subgraphs: [] }];
    }
    await this.options.kept?.write(composed);
    return [];
  }

  private build({ supergraphSdl, members }: Composed): Snapshot {
    const sources = new Map(members.map(({ name, source }) => [name, this.watch?.over(name, source) ?? source]));
    return Snapshot.build(supergraphSdl, sources, this.options.operationLimits);
  }

  private swap(next: Snapshot): void {
    const previous = this.snapshot;
    this.bySchema.set(next.schema, next);
    this.snapshot = next;
    for (const listener of this.listeners) listener(next);
    if (previous) this.holders.replaced(previous);
  }
}
