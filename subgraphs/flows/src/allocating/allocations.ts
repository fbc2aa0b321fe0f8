import type { AllocatorSnapshot, ExperimentSnapshot } from '@trialogue/assignment';
import { DomainError } from '@trialogue/errors';
import { AllocatorFailed } from '@trialogue/executor';
import type { Claim, Release, Store } from '@trialogue/store';
import { Rounds } from '../turn/rounds';
import { type AllocationServices, allocate } from './allocate';
import type { AllocationMetrics } from './allocation-metrics';

export interface AllocationsServices extends AllocationServices {
  readonly store: Store;
  readonly clock: () => Date;
  /** Milliseconds between two looks. */
  readonly lookEveryMs: number;
  readonly metrics?: AllocationMetrics;
}

/** Experiments whose allocators run here at once. */
const mostAtOnce = 4;
/** Beyond, a run is given up; another process takes it for dead after the lease. */
const runMs = 30_000;
const leaseMs = 60_000;
/** What was counted for an experiment is kept for so long after its allocator has run for the last time. */
const keptMs = 7 * 24 * 3_600_000;
const retry = { firstRetryMs: 10_000, longestRetryMs: 3_600_000 };

/**
 * Runs the allocators of the experiments that run, each as often as its experiment says, by the database's clock. Any
 * number of processes may look: a lease lets one of them run each. What failed is tried again later and later.
 */
export class Allocations {
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly rounds: Rounds;
  /** The experiment that was begun last: the next look begins behind it, so that all have their turn. */
  private last = '';

  constructor(private readonly services: AllocationsServices) {
    const { lookEveryMs, logger } = services;
    this.rounds = new Rounds('allocator', lookEveryMs, logger, () => this.look());
  }

  start(): void {
    this.rounds.start();
  }

  async stop(): Promise<void> {
    await this.rounds.stop();
    this.stopping.abort(new Error('the process is being closed'));
    await Promise.allSettled(this.running.values());
  }

  /** Begins what is due, and waits for none of it. */
  async look(): Promise<void> {
    const { store } = this.services;
    if (store.releases.stale) return;
    const heads = store.releases.heads<ExperimentSnapshot>('experiment');
    const next = heads.findIndex(({ body }) => body.key === this.last) + 1;
    for (const release of [...heads.slice(next), ...heads.slice(0, next)]) {
      const { allocator } = release.body;
      if (!allocator || !this.mayRun(release.body) || this.running.has(release.body.key)) continue;
      if (this.running.size >= mostAtOnce) break;
      const claim = await store.allocators.claim(release.body.key, allocator.everyMs, leaseMs);
      if (claim) this.begin(claim, release, allocator);
    }
    const inUse = heads.filter(({ body }) => body.allocator && isOpen(body)).map(({ body }) => body.key);
    await store.allocators.forget(inUse, keptMs);
  }

  /** Resolves when nothing of what was begun runs any more. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
  }

  private mayRun({ status, startsAt, endsAt }: ExperimentSnapshot): boolean {
    const now = this.services.clock().getTime();
    const hasBegun = startsAt === undefined || Date.parse(startsAt) <= now;
    return status === 'RUNNING' && hasBegun && (endsAt === undefined || now < Date.parse(endsAt));
  }

  private begin(claim: Claim, release: Release<ExperimentSnapshot>, allocator: AllocatorSnapshot): void {
    const { key } = release.body;
    this.last = key;
    const run = this.run(claim, release, allocator)
      .catch((error) => this.services.logger.warn({ err: error, experiment: key }, 'How a run ended was not kept.'))
      .finally(() => this.running.delete(key));
    this.running.set(key, run);
  }

  private async run(claim: Claim, release: Release<ExperimentSnapshot>, allocator: AllocatorSnapshot): Promise<void> {
    const { store, metrics, logger } = this.services;
    const { key } = release.body;
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(runMs)]);
    try {
      const { outcome, problem, isUnread } = await allocate(this.services, release, allocator, signal);
      metrics?.ended(allocator.name, outcome);
      if (isUnread) return await store.allocators.release(claim, problem);
      await store.allocators.end(claim, { problem, failed: false }, retry);
    } catch (error) {
      if (this.stopping.signal.aborted) return store.allocators.release(claim);
      metrics?.ended(allocator.name, 'failed');
      const problem = problemOf(error);
      logger.error({ err: error, experiment: key, allocator: allocator.name }, `No weights were chosen: ${problem}.`);
      await store.allocators.end(claim, { problem, failed: true }, retry);
    }
  }
}

/** Whether it can run again. */
const isOpen = ({ status }: ExperimentSnapshot) => status === 'RUNNING' || status === 'PAUSED';

/** What people may read of it. */
function problemOf(error: unknown): string {
  if (error instanceof AllocatorFailed || error instanceof DomainError) return error.message;
  const { extensions, message } = error as Error & { extensions?: { code?: unknown } };
  return extensions?.code === undefined ? 'something failed that the log tells more of' : message;
}
