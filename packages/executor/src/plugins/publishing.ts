import type { Logger } from '@trialogue/plugin-api';

const firstRetryMs = 2_000;
const longestRetryMs = 30_000;

/** Makes known what is served; what could not be made known is tried again until it is, with whatever is served by then. */
export class Publishing {
  private timer: NodeJS.Timeout | undefined;
  private retryMs = firstRetryMs;
  private closed = false;

  /**
   * @param publish makes known what is served now
   * @param inTurn does something with nothing else being loaded meanwhile
   */
  constructor(
    private readonly publish: () => Promise<void>,
    private readonly inTurn: (work: () => Promise<void>) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  /** To be called in turn. Throws what failed, which is tried again after 2 s, and then after up to 30 s. */
  async now(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      await this.publish();
      this.retryMs = firstRetryMs;
    } catch (error) {
      this.retryLater();
      throw error;
    }
  }

  /** Nothing is tried again any more. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private retryLater(): void {
    if (this.closed) return;
    const timer = setTimeout(() => void this.inTurn(() => this.again(timer)), this.retryMs).unref();
    this.timer = timer;
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }

  private async again(timer: NodeJS.Timeout): Promise<void> {
    if (this.closed || this.timer !== timer) return; // a newer load has published, or failed and tries again itself
    try {
      await this.now();
      this.logger.info({}, 'What the plugins bring is published now.');
    } catch (error) {
      this.logger.warn({ err: error }, 'What the plugins bring could not be published; it is tried again.');
    }
  }
}
