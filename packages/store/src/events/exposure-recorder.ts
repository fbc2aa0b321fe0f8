import { Gathered } from '../gathered';
import type { Prepared, Sql } from '../sql';
import { checkExposure, type Exposure, keyOf, recordExposures } from './expose';
import { KnownExposures } from './exposures-known';

/** Writes to the log of the database, so that its commit waits until that, and all before it, is on the disk. */
const flushStatement: Prepared = {
  name: 'flush',
  text: `select pg_logical_emit_message(true, 'trialogue', '')::text`,
};

/**
 * Records exposures durably, those of many callers in one statement: the disk is waited for once for all of them. What
 * one caller brings together is written together or not at all.
 */
export class ExposureRecorder {
  readonly known = new KnownExposures();
  private readonly gathered: Gathered<readonly Exposure[], boolean[]>;

  /** @param trusted whether what was seen committed is sure to be there still: the database has not been away since */
  constructor(
    private readonly sql: Sql,
    private readonly trusted: () => boolean,
  ) {
    this.gathered = new Gathered((asked) => this.write(asked), {
      weightOf: ({ length }) => length,
      mostTogether: 1_000,
      mostWaiting: 20_000,
    });
  }

  /**
   * Resolves when all are committed, to whether each was the first of its key.
   *
   * @throws DomainError EVENT_INVALID, STORE_UNAVAILABLE: then none of them was recorded, as far as is known
   */
  async record(exposures: readonly Exposure[]): Promise<boolean[]> {
    for (const exposure of exposures) checkExposure(exposure);
    const isKnown = exposures.map((exposure) => this.trusted() && this.known.has(exposure));
    const unknown = exposures.filter((_, index) => !isKnown[index]);
    if (unknown.length === 0) return exposures.map(() => false);
    const firsts = await this.gathered.add(unknown);
    return isKnown.map((known) => !known && firsts.shift()!);
  }

  private async write(asked: readonly (readonly Exposure[])[]): Promise<boolean[][]> {
    const distinct = new Map<string, Exposure>();
    for (const exposure of asked.flat()) if (!distinct.has(keyOf(exposure))) distinct.set(keyOf(exposure), exposure);
    const firsts = await recordExposures(this.sql, [...distinct.values()]);
    // One that is there may be of an execution whose beginning is not on the disk yet: with this commit it is.
    if (firsts.includes(false)) await this.sql(flushStatement);
    const untold = new Set([...distinct.keys()].filter((_, index) => firsts[index]));
    for (const exposure of distinct.values()) this.known.add(exposure);
    // Of several callers with the same exposure one was the first.
    return asked.map((exposures) => exposures.map((one) => untold.delete(keyOf(one))));
  }
}
