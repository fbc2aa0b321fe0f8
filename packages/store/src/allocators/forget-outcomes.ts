import { type Counting, consumerOf } from './outcomes';

const unitsAtOnce = 5_000;

const isIdle = `leased_until is null and coalesce(last_at, '-infinity') < clock_timestamp() - $2 * interval '1 ms'
  and (counted <> '' or exists (select from exp.allocator_units as units where units.experiment = runs.experiment))`;

/**
 * Of one experiment that is none of `inUse` and whose allocator has not run for `idleMs`: forgets how far the log was read,
 * so that it would be counted from the beginning, and removes at most 5,000 of its units.
 *
 * @returns whether there may be more
 */
export async function forgetOutcomes(
  { sql: ask, transaction, events }: Counting,
  inUse: readonly string[],
  idleMs: number,
): Promise<boolean> {
  const { rows } = await ask<{ experiment: string }>(
    `select experiment from exp.allocator_runs as runs where experiment <> all($1) and ${isIdle} limit 1`,
    [inUse, idleMs],
  );
  const experiment = rows[0]?.experiment;
  if (experiment === undefined) return false;
  const consumer = consumerOf(experiment);
  return transaction(async (sql) => {
    await events.lockConsumer(sql, consumer); // first, as who counts does
    const { rowCount } = await sql(
      `update exp.allocator_runs as runs set counted = '' where experiment = $1 and ${isIdle}`,
      [experiment, idleMs],
    );
    if (rowCount === 0) return false;
    await events.removeConsumer(sql, consumer);
    await sql(
      `delete from exp.allocator_units where experiment = $1 and unit in (
         select unit from exp.allocator_units where experiment = $1 order by unit limit $2)`,
      [experiment, unitsAtOnce],
    );
    return true;
  });
}
