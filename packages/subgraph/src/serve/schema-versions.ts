import { contentHash } from '@trialogue/canonical-json';
import { inProcess } from '../in-process';
import type { Subgraph, SubgraphSchema } from '../subgraph';
import type { SubgraphSource } from '../subgraph-source';
import { toGraphQLError } from '../to-graphql-error';

/** One version of a subgraph's schema, ready to be asked. */
export interface SchemaVersion extends SubgraphSchema {
  /** Of the SDL. */
  readonly hash: string;
  readonly source: SubgraphSource;
}

export interface VersionLimits {
  /** Past versions that are kept, */
  readonly past: number;
  /** and for how long. */
  readonly pastMs: number;
}

/**
 * The versions of a subgraph's schema that this process can execute: the current one, and those before it for a while,
 * because gateways and open subscriptions change over later.
 */
export class SchemaVersions {
  private newest: SchemaVersion;
  private readonly past = new Map<string, { version: SchemaVersion; timer: NodeJS.Timeout }>();
  private readonly listeners = new Set<() => void>();
  private readonly stop: () => void;

  constructor(
    private readonly subgraph: Subgraph,
    private readonly limits: VersionLimits = { past: 3, pastMs: 15 * 60_000 },
  ) {
    this.newest = this.versionOf(subgraph.current);
    this.stop = subgraph.onChange((next) => this.replace(next));
  }

  /** Of the subgraph. */
  get name(): string {
    return this.subgraph.name;
  }

  get current(): SchemaVersion {
    return this.newest;
  }

  /** Their hashes, the current one first. */
  get held(): string[] {
    return [this.newest.hash, ...this.past.keys()];
  }

  get(hash: string): SchemaVersion | undefined {
    return hash === this.newest.hash ? this.newest : this.past.get(hash)?.version;
  }

  /** Calls back when what is held has changed. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Resolves once none of the past versions that are held now is held any more. */
  async turnedOver(): Promise<void> {
    const before = [...this.past.keys()];
    const isOver = () => !before.some((hash) => this.past.has(hash));
    if (isOver()) return;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!isOver()) return;
        this.listeners.delete(look);
        resolve();
      };
      this.listeners.add(look);
    });
  }

  close(): void {
    this.stop();
    this.listeners.clear();
    for (const { timer } of this.past.values()) clearTimeout(timer);
    this.past.clear();
  }

  private versionOf(schema: SubgraphSchema): SchemaVersion {
    return { ...schema, hash: contentHash(schema.sdl), source: inProcess(this.subgraph, schema, toGraphQLError) };
  }

  private replace(next: SubgraphSchema): void {
    const version = this.versionOf(next);
    if (version.hash !== this.newest.hash) this.keep(this.newest);
    this.newest = version;
    this.forget(version.hash);
    for (const hash of this.past.keys()) {
      if (this.past.size <= this.limits.past) break;
      this.forget(hash);
    }
    this.tell();
  }

  private keep(version: SchemaVersion): void {
    const timer = setTimeout(() => {
      this.forget(version.hash);
      this.tell();
    }, this.limits.pastMs).unref();
    this.past.set(version.hash, { version, timer });
  }

  private forget(hash: string): void {
    clearTimeout(this.past.get(hash)?.timer);
    this.past.delete(hash);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
