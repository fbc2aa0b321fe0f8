import { randomUUID } from 'node:crypto';
import { announceMs, isStoreUnavailable, type Replica, type Store } from '@trialogue/store';
import type { Logger } from 'pino';
import type { SchemaVersions } from './schema-versions';

/** Body of a release of kind `subgraph`, keyed by its name. */
export interface SubgraphBody {
  readonly name: string;
  /** Federation 2 SDL. */
  readonly sdl: string;
}

export interface AnnouncementOptions {
  /** Where gateways reach this process. */
  readonly url: string;
  readonly versions: SchemaVersions;
  readonly store: Store;
  readonly logger: Logger;
}

/**
 * Tells gateways where a subgraph is served, and, through a release, what it looks like. An SDL is published only once
 * every live replica can execute it: so fields appear after all replicas have them, and go before any replica lets go of
 * them.
 */
export class Announcement {
  private readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private closed = false;
  /** Hash of the current version, and whether it was published since it became that, by this process or not at all. */
  private current: string;
  private published = false;

  constructor(private readonly options: AnnouncementOptions) {
    this.current = options.versions.current.hash;
    options.versions.onChange(() => {
      const { hash } = options.versions.current;
      // Also one that was published before: another replica may have published others since.
      if (hash !== this.current) this.published = false;
      this.current = hash;
      void this.say();
    });
  }

  /** Resolves when it was said once; it is said again for as long as this process lives. */
  start(): Promise<void> {
    return this.say();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.running;
    await this.options.store.replicas.withdraw(this.replica).catch((error) => this.failed(error));
  }

  private get replica(): Replica {
    const { url, versions } = this.options;
    return { service: versions.name, id: this.id, url, schema: versions.current.hash, holds: versions.held };
  }

  private say(): Promise<void> {
    this.again = true;
    this.running ??= this.sayAll().finally(() => {
      this.running = undefined;
      if (!this.closed) this.timer = setTimeout(() => void this.say(), announceMs);
    });
    return this.running;
  }

  private async sayAll(): Promise<void> {
    clearTimeout(this.timer);
    while (this.again && !this.closed) {
      this.again = false;
      try {
        await this.options.store.replicas.announce(this.replica);
        await this.publishOnceAllHoldIt();
      } catch (error) {
        this.failed(error);
      }
    }
  }

  private async publishOnceAllHoldIt(): Promise<void> {
    const { versions, store, logger } = this.options;
    const { name, current } = versions;
    const { hash, sdl } = current;
    if (this.published) return;
    const done = await store.transaction(async (sql) => {
      await sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`subgraph ${name}`]);
      const live = await store.replicas.live(name, sql);
      if (!live.every(({ holds }) => holds.includes(hash))) return false;
      const body: SubgraphBody = { name, sdl };
      await store.releases.publish(sql, { kind: 'subgraph', key: name, schema: 1, body });
      return true;
    });
    if (!done) return;
    this.published = hash === this.current; // it may have changed meanwhile
    logger.info({ subgraph: name, schema: hash }, 'The schema is published.');
  }

  private failed(error: unknown): void {
    const level = isStoreUnavailable(error) ? 'debug' : 'error';
    this.options.logger[level]({ err: error }, 'The subgraph cannot be announced at the moment.');
  }
}
