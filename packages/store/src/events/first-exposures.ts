import type { Sql } from '../sql';
import { unitForms } from '../unit-forms';
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
  const forms = asked.flatMap(({ unit, experiment }) => unitForms(unit).map((form) => ({ unit, experiment, form })));
  const { rows } = await sql<FirstExposure>(
    `select distinct on (asked.unit, experiment) asked.unit, experiment, variant, allocation, bucket, propensity
     from unnest($1::text[], $2::text[], $3::text[]) as asked (unit, experiment, form)
       join (select unit as form, experiment, variant, allocation, bucket, propensity, first_at from exp.exposures) as met
         using (form, experiment)
     order by asked.unit, experiment, allocation, first_at, variant`,
    [forms.map(({ unit }) => unit), forms.map(({ experiment }) => experiment), forms.map(({ form }) => form)],
  );
  return rows;
}
