import { DomainError } from '@trialogue/errors';
import type { Prepared, Sql } from '../sql';
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

/** What makes two exposures the same one. */
export type ExposureKey = Pick<Exposure, 'unit' | 'experiment' | 'allocation' | 'variant' | 'standIn'>;

/** The key as one text: no part of it holds the separator, which `checkEvent` refuses. */
export const keyOf = ({ unit, experiment, allocation, variant, standIn }: ExposureKey): string =>
  `${unit}\0${experiment}\0${allocation}\0${variant}\0${standIn}`;

/** The same unit meets the same variant again, answered by somebody else than the first time. */
export interface ExposureAgain extends Pick<Exposure, 'unit' | 'experiment' | 'variant' | 'standIn' | 'at'> {
  /** When what is exposed now was decided. */
  readonly startedAt: Date;
}

/**
 * Like `recordExposures` for one, with everything that decided the first one: bucket, allocation, reason and release.
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
  if (!rows[0]) return false;
  const [first] = await recordExposures(sql, [{ ...rows[0], unit, experiment, variant, standIn, at }]);
  return first!;
}

/**
 * Records exposures and, for those that are the first of their key, one event of type `exposure` each, in one statement:
 * all or none. The exposures' own key is what makes it exact and for ever, so the events do not go through the window of
 * `event_ids`. Rows are locked in the order of their keys: two batches in another order would deadlock.
 *
 * @param exposures no two with the same key
 * @returns whether each was the first
 * @throws DomainError EVENT_INVALID, and nothing is written
 */
export async function recordExposures(sql: Sql, exposures: readonly Exposure[]): Promise<boolean[]> {
  const { rows } = await sql<{ place: number }>(recordStatement, [exposureRows(exposures.map(exposureRow))]);
  const firsts = new Set(rows.map(({ place }) => place));
  return exposures.map((_, place) => firsts.has(place));
}

/**
 * The parts of a `with` that record exposures, for a statement that records them together with what else it writes; `fresh`
 * has a row for each that was the first. No two have the same key.
 *
 * @param given the placeholder of what `exposureRows` answers
 * @param condition a `where`, for those that are recorded at all
 */
export const exposing = (given: string, condition = ''): string =>
  `given as (
     select * from jsonb_to_recordset(${given}::jsonb) as
       (place int, id text, unit text, experiment text, allocation int, variant text, stand_in boolean, release text,
        arm text, bucket float8, propensity float8, reason text, at timestamptz, data jsonb)
     ${condition}),
   first as (
     insert into exp.exposures
       (unit, experiment, allocation, variant, stand_in, release, arm, bucket, propensity, reason, first_at)
     select unit, experiment, allocation, variant, stand_in, release, arm, bucket, propensity, reason, at
     from given order by unit, experiment, allocation, variant, stand_in
     on conflict do nothing returning unit, experiment, allocation, variant, stand_in),
   fresh as (select given.* from given join first using (unit, experiment, allocation, variant, stand_in)),
   told as (
     insert into exp.events (unit, id, type, at, release, arm, data)
     select unit, id, 'exposure', at, release, arm, data from fresh order by place)`;

const recordStatement: Prepared = {
  name: 'record_exposures',
  text: `with ${exposing('$1')} select place from fresh`,
};

/** What `exposing` is given. */
export const exposureRows = (rows: readonly ExposureRow[]): string =>
  JSON.stringify(rows.map((row, place) => ({ ...row, place })));

export type ExposureRow = ReturnType<typeof exposureRow>;

/** An exposure with its event. Throws EVENT_INVALID for one that cannot be recorded. */
export function exposureRow(exposure: Exposure) {
  checkExposure(exposure);
  const { standIn, at, ...rest } = exposure;
  return { ...rest, ...eventOf(exposure), stand_in: standIn, at: new Date(at).toISOString() };
}

/** Throws EVENT_INVALID for what cannot be recorded. */
export function checkExposure(exposure: Exposure): void {
  const { unit, at, release, arm } = exposure;
  const event = eventOf(exposure);
  const refused = checkEvent({ ...event, unit, type: 'exposure', at, release, arm });
  if (refused) throw new DomainError('EVENT_INVALID', { id: event.id, reason: refused });
}

function eventOf({ experiment, allocation, variant, bucket, propensity, reason, standIn }: Exposure) {
  const id = `exposure:${experiment}:${allocation}:${variant}${standIn ? ':stand-in' : ''}`;
  return { id, data: { experiment, allocation, variant, bucket, propensity, reason, standIn } };
}
