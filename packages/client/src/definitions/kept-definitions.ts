import type { Keep } from '../host';
import { ownError, type TrialogueError } from '../trialogue-error';
import { type DefinitionsUpdate, isDefinitionsUpdate } from './definition';
import type { KnownDefinitions } from './known-definitions';

const format = 1;

/** Whose definitions they are: those of another product, or of other experiments, are not used. */
export interface Origin {
  readonly url: string;
  readonly experiments: readonly string[] | undefined;
}

/** The last known good definitions: what a client assigns by that starts while the product is away. */
export class KeptDefinitions {
  private readonly keep: Keep | undefined;

  constructor(
    private readonly origin: Origin,
    open: (problem: (error: unknown) => void) => Keep | undefined,
    tell: (error: TrialogueError) => void,
  ) {
    this.keep = open((cause) => tell(ownError('KEEPING_FAILED', { reason: (cause as Error).message }, { cause })));
  }

  read(): DefinitionsUpdate | undefined {
    try {
      const { origin, update } = JSON.parse(this.keep?.read() ?? '{}');
      return sameOrigin(origin, this.origin) && isDefinitionsUpdate(update) ? update : undefined;
    } catch {
      return undefined; // somebody else's text under our name: as good as none
    }
  }

  write(known: KnownDefinitions): void {
    this.keep?.write(JSON.stringify({ origin: { format, ...this.origin }, update: known.asUpdate() }));
  }

  async settled(): Promise<void> {
    await this.keep?.settled();
  }
}

const sameOrigin = (found: unknown, own: Origin): boolean =>
  JSON.stringify(found) === JSON.stringify({ format, ...own });
