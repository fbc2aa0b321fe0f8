import type { Logger } from '@trialogue/plugin-api';
import { LeaseLost, TurnStopped } from './stop';

/** Renews a lease in the database. Undefined: it is no longer this process's to renew. */
export type Renew = () => Promise<{ readonly cancelled: boolean } | undefined>;

/**
 * The heartbeat of what runs under a lease, a turn or an execution: renews it at a third of its time, and tells when the
 * work must stop: it was taken from this process, could not be renewed in time, or was cancelled from elsewhere.
 */
export class Lease {
  private timer: NodeJS.Timeout | undefined;
  private expiry: NodeJS.Timeout | undefined;
  private renewedAt = performance.now();
  private over = false;
  private lost = false;

  constructor(
    private readonly renew: Renew,
    /** For the log: whose lease it is. */
    private readonly place: object,
    private readonly leaseMs: number,
    private readonly logger: Logger,
    private readonly onStop: (reason: LeaseLost | TurnStopped) => void,
  ) {
    this.expireLater();
    this.wait();
  }

  /** As far as this process can tell without asking. */
  get held(): boolean {
    return !this.lost && performance.now() - this.renewedAt < this.leaseMs;
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
    clearTimeout(this.expiry);
  }

  private wait(): void {
    this.timer = setTimeout(() => void this.beat(), this.leaseMs / 3);
  }

  /** Whatever becomes of a renewal, also when it is never answered. */
  private expireLater(): void {
    clearTimeout(this.expiry);
    this.expiry = setTimeout(
      () => {
        this.stop();
        this.lose();
      },
      this.renewedAt + this.leaseMs - performance.now(),
    );
  }

  /** From here on it is not held, also where the clock that woke this runs a fraction of a millisecond ahead. */
  private lose(): void {
    this.lost = true;
    this.onStop(new LeaseLost());
  }

  private async beat(): Promise<void> {
    const asked = performance.now();
    try {
      const renewed = await this.renew();
      if (this.over) return;
      if (!renewed) return this.lose();
      this.renewedAt = asked;
      this.expireLater();
      if (renewed.cancelled) this.onStop(new TurnStopped('CANCELLED'));
    } catch (error) {
      if (this.over) return;
      this.logger.warn({ err: error, ...this.place }, 'A lease could not be renewed.');
    }
    this.wait();
  }
}
