import { DomainError } from '@trialogue/errors';
import { isOfOneStatement } from './unavailable';

interface Asked<Item, Answer> {
  readonly item: Item;
  readonly weight: number;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

export interface GatheringOptions<Item> {
  /** What counts as one statement's share; 1 each unless told. */
  readonly weightOf?: (item: Item) => number;
  /** What one statement takes, unless one item alone is more. */
  readonly mostTogether: number;
  /** What may wait for a statement; beyond, the database is as good as away. */
  readonly mostWaiting: number;
  /** Statements that are under way at once: while they wait for the disk, what comes is gathered for the next. */
  readonly mostWrites?: number;
}

/**
 * Writes what many callers bring in few statements: the disk is waited for once for all that come meanwhile, and who is
 * alone is written at once. Each statement is a transaction; what it refuses is tried again one by one, so that nobody
 * fails for what another brought.
 */
export class Gathered<Item, Answer> {
  private waiting: Asked<Item, Answer>[] = [];
  private waitingWeight = 0;
  private writes = 0;

  /** @param write answers each, in their order; when it rejects, it has written nothing */
  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly options: GatheringOptions<Item>,
  ) {}

  /** Resolves when it is committed. Throws what `write` throws for it, or STORE_UNAVAILABLE when too much waits. */
  async add(item: Item): Promise<Answer> {
    const { weightOf, mostWaiting } = this.options;
    const weight = weightOf ? weightOf(item) : 1;
    if (this.waitingWeight > 0 && this.waitingWeight + weight > mostWaiting)
      throw new DomainError('STORE_UNAVAILABLE', {});
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, weight, resolve, reject });
      this.waitingWeight += weight;
      void this.goOn();
    });
  }

  private async goOn(): Promise<void> {
    if (this.writes >= (this.options.mostWrites ?? 4)) return;
    this.writes += 1;
    await undefined; // what the same turn of the event loop brings goes along
    const taken = this.take();
    if (taken.length > 0) await this.writeAll(taken);
    this.writes -= 1;
    if (this.waiting.length > 0) void this.goOn();
  }

  private take(): Asked<Item, Answer>[] {
    let weight = 0;
    const next = this.waiting.findIndex((asked, index) => {
      weight += asked.weight;
      return index > 0 && weight > this.options.mostTogether;
    });
    const taken = this.waiting.splice(0, next < 0 ? this.waiting.length : next);
    this.waitingWeight -= taken.reduce((sum, asked) => sum + asked.weight, 0);
    return taken;
  }

  private async writeAll(asked: readonly Asked<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.write(asked.map(({ item }) => item));
      for (const [index, { resolve }] of asked.entries()) resolve(answers[index]!);
    } catch (error) {
      if (asked.length === 1 || !isOfOneStatement(error)) for (const { reject } of asked) reject(error);
      else for (const one of asked) await this.writeAll([one]);
    }
  }
}
