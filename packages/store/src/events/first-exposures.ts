import type { Sql } from '../sql';
import type { Exposure } from './expose';

/** What a unit was exposed to first in an experiment. */
export type FirstExposure = Pick<Exposure, 'unit' | 'experiment' | 'variant' | 'allocation' | 'bucket' | 'propensity'>;

/**
 * By the primary key of the exposures, which begins with unit and experiment. Allocations only grow, so their order is that
 * of the product; `first_at` may be a client's clock, and one that is behind must not take a unit from its variant.
 */
export async function firstExposures(
  sql: Sql,
  asked: readonly Pick<Exposure, 'unit' | 'experiment'>[],
): Promise<FirstExposure[]> {
  const { rows } = await sql<FirstExposure>(
    `select distinct on (unit, experiment) unit, experiment, variant, allocation, bucket, propensity
     from unnest($1::text[], $2::text[]) as asked (unit, experiment) join exp.exposures using (unit, experiment)
     order by unit, experiment, allocation, first_at, variant`,
    [asked.map(({ unit }) => unit), asked.map(({ experiment }) => experiment)],
  );
  return rows;
}
