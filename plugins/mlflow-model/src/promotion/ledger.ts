import { randomBytes } from 'node:crypto';
import type { Json, Records } from '@trialogue/plugin-api';
import type { Promotion } from './promotion';

/** A promotion, and the write that it comes from. */
export interface Kept {
  readonly promotion: Promotion;
  readonly at: number;
}

/** Who moves an alias now; null: nobody. */
interface Hold {
  readonly promotion: string | null;
  /** Milliseconds since 1970: from then on another process may go on in its place. */
  readonly until: number;
}

/** A hold of an alias that this process has. */
export interface Held {
  readonly key: string;
  readonly promotion: string;
  readonly version: number;
}

/** Longer than whatever is done under a hold: MLflow is given 15 s for each of a few requests. */
const holdMs = 120_000;
const largestPage = 1_000;

const promotionKey = (id: string) => `promotion/${id}`;
const holdKey = ({ model, alias }: Pick<Promotion, 'model' | 'alias'>) => `hold/${model}/${alias}`;
const watchKey = (id: string) => `watch/${id}`;

/**
 * Promotions in the plugin's records: `promotion/MODEL/…`, newest first; `hold/MODEL/ALIAS`, so that one of them at a time
 * moves an alias, whichever process it runs in; `watch/ID` of each that is watched.
 */
export class Ledger {
  constructor(
    private readonly records: Records,
    private readonly now: () => number = Date.now,
  ) {}

  /** `MODEL/…`: later ones sort first. */
  newId(model: string): string {
    const left = (36 ** 9 - this.now()).toString(36).padStart(9, '0');
    return `${model}/${left}${randomBytes(4).toString('hex')}`;
  }

  async get(id: string): Promise<Kept | null> {
    const record = await this.records.get(promotionKey(id));
    return record && { promotion: record.value as unknown as Promotion, at: record.version };
  }

  /** Newest first, of those behind `after`. */
  async list(model: string, first: number, after?: string): Promise<readonly Promotion[]> {
    const page = { first, ...(after && { after: promotionKey(after) }) };
    const records = await this.records.list(promotionKey(`${model}/`), page);
    return records.map(({ value }) => value as unknown as Promotion);
  }

  async add(promotion: Promotion): Promise<void> {
    if (!(await this.records.put(promotionKey(promotion.id), asJson(promotion), 0)))
      throw new Error(`there is a promotion ${promotion.id} already`);
  }

  /** Null: somebody else has written it since. */
  async write(kept: Kept, promotion: Promotion): Promise<Kept | null> {
    const record = await this.records.put(promotionKey(promotion.id), asJson(promotion), kept.at);
    return record && { promotion, at: record.version };
  }

  /** Null: another one moves the alias. A hold that has run out is taken over. */
  async hold(promotion: Pick<Promotion, 'id' | 'model' | 'alias'>): Promise<Held | null> {
    const key = holdKey(promotion);
    const found = await this.records.get(key);
    const { promotion: holder, until } = (found?.value ?? { promotion: null, until: 0 }) as unknown as Hold;
    const isTaken = holder !== null && until > this.now();
    // One that was left in the middle is gone on with before another one begins.
    if (isTaken || (holder !== null && holder !== promotion.id)) return null;
    const taken: Hold = { promotion: promotion.id, until: this.now() + holdMs };
    const record = await this.records.put(key, asJson(taken), found?.version ?? 0);
    return record && { key, promotion: promotion.id, version: record.version };
  }

  /** Nothing is left to do. */
  free = (held: Held) => this.release(held, null);

  /** Whoever looks next may go on at once. */
  leave = (held: Held) => this.release(held, held.promotion);

  private async release({ key, version }: Held, promotion: string | null): Promise<void> {
    await this.records.put(key, asJson({ promotion, until: 0 } satisfies Hold), version);
  }

  /** Ids of the promotions that were left in the middle. */
  async left(): Promise<readonly string[]> {
    const holds = (await this.all('hold/')).map(({ value }) => value as unknown as Hold);
    return holds.flatMap(({ promotion, until }) => (promotion !== null && until <= this.now() ? [promotion] : []));
  }

  async watch(id: string): Promise<void> {
    await this.records.put(watchKey(id), null);
  }

  unwatch = (id: string): Promise<void> => this.records.delete(watchKey(id));

  async watched(): Promise<readonly string[]> {
    return (await this.all('watch/')).map(({ key }) => key.slice('watch/'.length));
  }

  private async all(prefix: string) {
    const found = [];
    for (let after: string | undefined; ; ) {
      const page = await this.records.list(prefix, { first: largestPage, ...(after && { after }) });
      found.push(...page);
      if (page.length < largestPage) return found;
      after = page.at(-1)!.key;
    }
  }
}

const asJson = (value: object) => value as unknown as Json;
