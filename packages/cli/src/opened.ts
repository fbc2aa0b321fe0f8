import type { Logger } from 'pino';

interface Closable {
  close(): Promise<void>;
}

/** How long all that stands on the ground may take to close; what is left of 5 s, after which people give up, is the ground's. */
const patienceMs = 3_500;

/** What was opened, to be closed in reverse order. */
export class Opened {
  private readonly things: Closable[] = [];
  private readonly grounds: Closable[] = [];

  constructor(
    private readonly logger: Logger,
    private readonly withinMs = patienceMs,
  ) {}

  add<Thing extends Closable>(thing: Thing): Thing {
    this.things.push(thing);
    return thing;
  }

  /** What everything else stands on: closed last, and waited for, whatever the others did. */
  addGround(thing: Closable): void {
    this.grounds.push(thing);
  }

  /**
   * Closes everything, also what comes after a failure or hangs: once the time is over, the rest is still told to close
   * but not waited for. Both are logged.
   */
  async close(): Promise<void> {
    const over = Symbol('over');
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<symbol>((resolve) => {
      timer = setTimeout(() => resolve(over), this.withinMs);
    });
    let hung = false;
    for (let thing = this.things.pop(); thing; thing = this.things.pop())
      hung = (await Promise.race([limit, this.closeOne(thing)])) === over || hung;
    clearTimeout(timer);
    if (hung) this.logger.warn({ ms: this.withinMs }, 'Not everything closed in time; the rest is left as it is.');
    for (let thing = this.grounds.pop(); thing; thing = this.grounds.pop()) await this.closeOne(thing);
  }

  private closeOne(thing: Closable): Promise<void> {
    return thing.close().catch((error) => this.logger.error({ err: error }, 'Closing failed.'));
  }
}
