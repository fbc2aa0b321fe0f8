import { DomainError } from '@trialogue/errors';
import type { Sql } from '../sql';
import { isStoreUnavailable } from '../unavailable';
import { checkExposure, type Exposure, keyOf, recordExposures } from './expose';
import { KnownExposures } from './exposures-known';

/** Writes that may be under way at once: while they wait for the disk, what comes is gathered for the next. */
const mostWrites = 4;
/** Exposures that one statement takes, unless one caller brings more. */
const mostTogether = 1_000;
/** Exposures that may wait for a write; beyond, the database is as good as away. */
const mostWaiting = 20_000;

interface Asked {
  readonly exposures: readonly Exposure[];
  resolve(firsts: boolean[]): void;
  reject(error: unknown): void;
}

/**
 * Records exposures durably, those of many callers in one statement: the disk is waited for once for all of them. What
 * one caller brings together is written together or not at all.
 */
export class ExposureRecorder {
  readonly known = new KnownExposures();
  private waiting: Asked[] = [];
  private waitingCount = 0;
  private writes = 0;

  /** @param trusted whether what was seen committed is sure to be there still: the database has not been away since */
  constructor(
    private readonly sql: Sql,
    private readonly trusted: () => boolean,
  ) {}

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
    const firsts = await this.written(unknown);
    return isKnown.map((known) => !known && firsts.shift()!);
  }

  private written(exposures: readonly Exposure[]): Promise<boolean[]> {
    if (this.waitingCount > 0 && this.waitingCount + exposures.length > mostWaiting)
      throw new DomainError('STORE_UNAVAILABLE', {});
    return new Promise((resolve, reject) => {
      this.waiting.push({ exposures, resolve, reject });
      this.waitingCount += exposures.length;
      void this.write();
    });
  }

  private async write(): Promise<void> {
    if (this.writes >= mostWrites) return;
    this.writes += 1;
    await undefined; // what the same turn of the event loop brings goes along
    const asked = this.take();
    if (asked.length > 0) await this.writeAll(asked);
    this.writes -= 1;
    if (this.waiting.length > 0) void this.write();
  }

  private take(): Asked[] {
    let count = 0;
    const next = this.waiting.findIndex(({ exposures }, index) => {
      count += exposures.length;
      return index > 0 && count > mostTogether;
    });
    const taken = this.waiting.splice(0, next < 0 ? this.waiting.length : next);
    this.waitingCount -= taken.reduce((sum, { exposures }) => sum + exposures.length, 0);
    return taken;
  }

  private async writeAll(asked: readonly Asked[]): Promise<void> {
    const distinct = new Map<string, Exposure>();
    for (const { exposures } of asked)
      for (const exposure of exposures) if (!distinct.has(keyOf(exposure))) distinct.set(keyOf(exposure), exposure);
    try {
      const firsts = await recordExposures(this.sql, [...distinct.values()]);
      const untold = new Set([...distinct.keys()].filter((_, index) => firsts[index]));
      for (const exposure of distinct.values()) this.known.add(exposure);
      // Of several callers with the same exposure one was the first.
      for (const { exposures, resolve } of asked) resolve(exposures.map((one) => untold.delete(keyOf(one))));
    } catch (error) {
      if (asked.length > 1 && !isStoreUnavailable(error)) {
        for (const one of asked) await this.writeAll([one]); // nobody fails for what another brought
        return;
      }
      for (const { reject } of asked) reject(error);
    }
  }
}
