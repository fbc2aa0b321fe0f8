import type { Logger } from '../logger';
import type { Sql } from '../sql';
import { isStoreUnavailable } from '../unavailable';

const daysAhead = 7;
const dedupeWindow = '48 hours';
const batch = 5_000;

/** Makes the partitions of today and the coming days and forgets event ids past their window. May run anywhere, any time. */
export async function keepEventTables(sql: Sql, logger: Logger): Promise<void> {
  const { rows } = await sql<{ day: string }>(
    `select to_char(day, 'YYYY_MM_DD') as day
     from generate_series(date_trunc('day', now() at time zone 'UTC'), now() at time zone 'UTC' + $1 * interval '1 day', '1 day') as day
     where to_regclass('exp.events_' || to_char(day, 'YYYY_MM_DD')) is null`,
    [daysAhead],
  );
  for (const { day } of rows) await createPartition(sql, day, logger);
  await forgetEventIds(sql);
}

/**
 * Locks the default partition for a moment, behind whoever reads it; rather than make every insert wait for that, it
 * gives up quickly. Until the next try the day's events go to the default partition, where they are read just as well;
 * once some are there, the day stays there.
 */
async function createPartition(sql: Sql, day: string, logger: Logger): Promise<void> {
  const date = day.replaceAll('_', '-');
  try {
    await sql(
      `do $$ begin
         set local lock_timeout = '1s';
         create table if not exists exp.events_${day} partition of exp.events
           for values from ('${date} 00:00:00+00') to (timestamptz '${date} 00:00:00+00' + interval '24 hours');
       end $$`,
    );
  } catch (error) {
    if (isStoreUnavailable(error)) throw error;
    logger.debug({ err: error, day }, 'No partition for this day yet.');
  }
}

async function forgetEventIds(sql: Sql): Promise<void> {
  for (let deleted = batch; deleted === batch; )
    ({ rowCount: deleted } = await sql(
      `delete from exp.event_ids where ctid = any (array(
         select ctid from exp.event_ids where seen_at < now() - interval '${dedupeWindow}' limit ${batch}
         for update skip locked))`,
    ));
}
