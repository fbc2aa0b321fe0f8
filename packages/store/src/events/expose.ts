import { DomainError } from '@trialogue/errors';
import type { Sql } from '../sql';
import { checkEvent } from './check';

/** A unit met a variant. One row per unit, experiment, allocation, variant, and stand-in or not. */
export interface Exposure {
  readonly unit: string;
  readonly experiment: string;
  readonly allocation: number;
  readonly variant: string;
  /** Hash of the experiment's release that decided. */
  readonly release: string;
  readonly arm: string;
  /** 0–1; null when no hash was drawn. */
  readonly bucket: number | null;
  readonly propensity: number | null;
  readonly reason: string;
  /** Answered by a scripted model in place of the variant's own. */
  readonly standIn: boolean;
  /** ISO-8601. */
  readonly at: string;
}

/** The same unit meets the same variant again, answered by somebody else than the first time. */
export interface ExposureAgain extends Pick<Exposure, 'unit' | 'experiment' | 'variant' | 'standIn' | 'at'> {
  /** When what is exposed now was decided. */
  readonly startedAt: Date;
}

/**
 * Like `recordExposure`, with everything that decided the first one: bucket, allocation, reason and release.
 *
 * @returns whether it was the first of its kind; false too when the unit was not exposed by then
 */
export async function recordExposureAgain(sql: Sql, again: ExposureAgain): Promise<boolean> {
  const { unit, experiment, variant, standIn, at, startedAt } = again;
  const { rows } = await sql<Pick<Exposure, 'allocation' | 'release' | 'arm' | 'bucket' | 'propensity' | 'reason'>>(
    `select allocation, release, arm, bucket, propensity, reason from exp.exposures
     where unit = $1 and experiment = $2 and variant = $3 and first_at <= $4
     order by allocation desc, first_at limit 1`,
    [unit, experiment, variant, startedAt],
  );
  return rows[0] ? recordExposure(sql, { ...rows[0], unit, experiment, variant, standIn, at }) : false;
}

/**
 * Records the exposure and, only if it is the first, one event of type `exposure`. The exposures' own key is what makes
 * it exact and for ever, so the event does not go through the window of `event_ids`.
 *
 * @returns whether it was the first
 * @throws DomainError EVENT_INVALID
 */
export async function recordExposure(sql: Sql, exposure: Exposure): Promise<boolean> {
  const { unit, experiment, allocation, variant, release, arm, bucket, propensity, reason, standIn, at } = exposure;
  const id = `exposure:${experiment}:${allocation}:${variant}${standIn ? ':stand-in' : ''}`;
  const data = { experiment, allocation, variant, bucket, propensity, reason, standIn };
  const refused = checkEvent({ unit, id, type: 'exposure', at, release, arm, data });
  if (refused) throw new DomainError('EVENT_INVALID', { id, reason: refused });
  const { rowCount } = await sql(
    `with first as (
       insert into exp.exposures
         (unit, experiment, allocation, variant, stand_in, release, arm, bucket, propensity, reason, first_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict do nothing returning unit, first_at, release, arm)
     insert into exp.events (unit, id, type, at, release, arm, data)
     select unit, $12, 'exposure', first_at, release, arm, $13::jsonb from first`,
    [
      ...[unit, experiment, allocation, variant, standIn, release, arm, bucket, propensity, reason],
      ...[new Date(at).toISOString(), id, JSON.stringify(data)],
    ],
  );
  return rowCount > 0;
}
