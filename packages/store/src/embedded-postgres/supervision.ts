import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../logger';

export interface Supervised {
  /** Whether the server runs; number of its process as far as that is known. */
  look(): Promise<{ readonly runs: boolean; readonly pid?: number }>;
  /** Starts it where it ran. */
  start(): Promise<unknown>;
}

const lookMs = 500;
const longestPauseMs = 10_000;
/** It could not be looked at; it will be again in a moment. */
const unseen = { runs: true, pid: undefined };

/** Starts a server again when it has ended without being told to: killed, out of memory, or by a fault of its own. */
export class Supervision {
  private readonly over = new AbortController();
  private readonly watching: Promise<void>;

  constructor(
    private readonly server: Supervised,
    private readonly logger: Logger,
  ) {
    this.watching = this.watch();
  }

  /** Resolves when nothing is started any more. */
  async end(): Promise<void> {
    this.over.abort();
    await this.watching;
  }

  private async watch(): Promise<void> {
    while (await this.waited(lookMs)) {
      const { runs, pid } = await this.server.look().catch(() => unseen);
      if (runs || this.over.signal.aborted) continue;
      this.logger.warn({ postmaster: pid }, 'Postgres has ended, and nobody told it to: it is started again.');
      await this.startAgain();
    }
  }

  private async startAgain(): Promise<void> {
    for (let ms = lookMs; ; ms = Math.min(2 * ms, longestPauseMs)) {
      try {
        await this.server.start();
        return;
      } catch (error) {
        if (ms === lookMs) this.logger.error({ err: error }, 'Postgres could not be started again; it is tried on.');
      }
      if (!(await this.waited(ms))) return;
    }
  }

  /** False when it is over. Keeps no process alive. */
  private waited(ms: number): Promise<boolean> {
    return pause(ms, undefined, { ref: false, signal: this.over.signal }).then(
      () => true,
      () => false,
    );
  }
}
