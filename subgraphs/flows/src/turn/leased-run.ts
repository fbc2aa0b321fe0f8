import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '@trialogue/errors';
import type { Logger } from '@trialogue/plugin-api';
import { isStoreUnavailable } from '@trialogue/store';
import { Lease, type Renew } from './lease';
import { LeaseLost } from './stop';
import type { Checkpoint, TurnStep } from './turn-steps';

export interface LeasedServices {
  readonly clock: () => Date;
  readonly limits: { readonly leaseMs: number };
  readonly logger: Logger;
  readonly checkpoint: Checkpoint;
}

/** What runs, for the log and for messages. */
export interface LeasedWork {
  readonly noun: 'turn' | 'execution';
  readonly place: object;
  readonly strategy: string;
  readonly renew: Renew;
}

export interface Failed {
  readonly status: 'FAILED';
  readonly error: DomainError;
}

const retryMs = 250;

/**
 * What a turn and an execution have in common: they run under a lease that a heartbeat renews, end exactly once, however
 * they end, and stop writing when they were taken from this process.
 */
export abstract class LeasedRun<End extends object> {
  protected readonly abort = new AbortController();
  private readonly lease: Lease;
  private died = false;

  constructor(
    private readonly leased: LeasedServices,
    private readonly work: LeasedWork,
  ) {
    const { limits, logger } = leased;
    this.lease = new Lease(work.renew, work.place, limits.leaseMs, logger, (reason) => this.stop(reason));
  }

  /** Everything before Finish. */
  protected abstract run(): Promise<End | Failed>;
  /** Finish: one transaction that compares and sets. Throws LeaseLost when it has ended otherwise. */
  protected abstract write(end: End | Failed): Promise<void>;
  /** The same without what strategies wanted in the event log; undefined: there is nothing of it. */
  protected abstract withoutEvents(end: End | Failed): End | Failed | undefined;
  /** What is left to do once it has ended. */
  protected abstract afterwards(): Promise<void>;

  /** Ends the work where it is; the first reason counts. */
  readonly stop = (reason: unknown): void => this.abort.abort(reason);

  protected readonly checkpoint = async (step: TurnStep): Promise<void> => {
    try {
      await this.leased.checkpoint(step);
    } catch (error) {
      this.died = true;
      this.stop(error);
      throw error;
    }
  };

  /** Resolves when it has ended, here or, if the lease was lost, elsewhere. To fail is no error. */
  async toEnd(): Promise<void> {
    const { noun, place } = this.work;
    try {
      await this.finish(await this.run().catch((error) => this.failureOf(error)));
      await this.checkpoint('finished');
      await this.afterwards();
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      this.leased.logger.warn(place, `The ${noun} was taken from this process.`);
    } finally {
      this.lease.stop();
    }
  }

  /** An unexpected error ends it too, for nobody should wait for its lease; what it was is in the log. */
  private failureOf(error: unknown): Failed {
    if (this.died || error instanceof LeaseLost || isStoreUnavailable(error)) throw error;
    if (error instanceof DomainError) return { status: 'FAILED', error };
    const { noun, place, strategy } = this.work;
    this.leased.logger.error({ err: error, ...place }, `The ${noun} failed.`);
    const reason = `its ${noun} ended with an unexpected error, which is in the log`;
    return { status: 'FAILED', error: new DomainError('STRATEGY_FAILED', { strategy, reason }, { cause: error }) };
  }

  /** What the strategy wanted in the event log does not cost the answer either, when the log refuses it. */
  private async finish(end: End | Failed): Promise<void> {
    try {
      await this.persist(end);
    } catch (error) {
      const refused = error instanceof DomainError && error.code === 'EVENT_INVALID';
      const without = refused ? this.withoutEvents(end) : undefined;
      if (!without) return this.persist(this.failureOf(error));
      const { noun, place } = this.work;
      this.leased.logger.error({ err: error, ...place }, `The ${noun} ends without the events of its strategy.`);
      await this.finish(without);
    }
  }

  /** A database that is away for a moment does not cost the answer, as long as the lease may hold. */
  private async persist(end: End | Failed): Promise<void> {
    for (;;) {
      try {
        return await this.write(end);
      } catch (error) {
        if (!isStoreUnavailable(error) || !this.lease.held) throw error;
        await wait(retryMs);
      }
    }
  }

  protected now(): Date {
    return this.leased.clock();
  }
}
