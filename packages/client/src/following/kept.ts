import type { Keep } from '../host';
import { ownError, type TrialogueError } from '../trialogue-error';

const format = 1;

/** What was known last, in the host’s storage: what a client goes by that starts while the product is away. */
export class Kept<Content extends object> {
  private readonly keep: Keep | undefined;

  /** @param origin whose content it is: that of another product, say, is not used */
  constructor(
    private readonly origin: object,
    open: (problem: (error: unknown) => void) => Keep | undefined,
    tell: (error: TrialogueError) => void,
  ) {
    this.keep = open((cause) => tell(ownError('KEEPING_FAILED', { reason: (cause as Error).message }, { cause })));
  }

  /** As it was written, unless somebody else’s text stands under our name; undefined: nothing is kept. */
  read(): { readonly [Member in keyof Content]?: unknown } | undefined {
    try {
      const { origin, ...content } = JSON.parse(this.keep?.read() ?? '{}');
      return JSON.stringify(origin) === JSON.stringify(this.ownOrigin) ? content : undefined;
    } catch {
      return undefined; // as good as nothing
    }
  }

  write(content: Content): void {
    this.keep?.write(JSON.stringify({ origin: this.ownOrigin, ...content }));
  }

  async settled(): Promise<void> {
    await this.keep?.settled();
  }

  private get ownOrigin(): object {
    return { format, ...this.origin };
  }
}
