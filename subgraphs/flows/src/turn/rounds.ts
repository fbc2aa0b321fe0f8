import type { Logger } from '@trialogue/plugin-api';
import { isStoreUnavailable } from '@trialogue/store';

/** Does something again and again, with a pause between two times, until it is stopped. What fails is tried again. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(
    /** For the log: who does it. */
    private readonly name: string,
    private readonly pauseMs: number,
    private readonly logger: Logger,
    private readonly work: () => Promise<void>,
  ) {}

  start(): void {
    this.stopped = false;
    this.wait();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private wait(): void {
    this.timer = setTimeout(() => {
      this.round = this.work()
        .catch((error) => this.report(error))
        .then(() => {
          if (!this.stopped) this.wait();
        });
    }, this.pauseMs);
  }

  private report(error: unknown): void {
    const { name, logger } = this;
    if (isStoreUnavailable(error)) logger.warn({}, `The ${name} waits for the database.`);
    else logger.error({ err: error }, `A round of the ${name} failed.`);
  }
}
