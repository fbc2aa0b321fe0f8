import { contentHash } from '@trialogue/canonical-json';
import type { EventLog } from '../events/event-log';
import type { Sql } from '../sql';

/** What counts as an outcome of a unit. */
export interface OutcomeCount {
  /** Type of the events that count. */
  readonly event: string;
  /** Path of a number in their data, as `order.total`. Absent: a unit with such an event counts 1, once. */
  readonly value?: string;
  /** The first allocation whose units count. */
  readonly fromAllocation: number;
}

/** Of the units that were exposed to a variant: sufficient statistics of their outcomes. */
export interface VariantOutcomes {
  readonly variant: string;
  readonly units: number;
  readonly sum: number;
  readonly sumSquares: number;
}

const eventsAtOnce = 1_000;
/** Beyond, a number is no outcome: its square, over all units, is to stay a number. */
const largest = 1e15;

/** The connections that counting needs. */
export interface Counting {
  readonly sql: Sql;
  readonly transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;
  readonly events: Pick<EventLog, 'consume' | 'lockConsumer' | 'resetConsumer'>;
}

/**
 * The outcomes of an experiment by variant: over its units, each with the variant that it was exposed to first (not by a
 * stand-in), of what the unit's events say that are not older than that exposure: the sum of their values.
 *
 * The event log is read to its end, with a cursor for each experiment; it tells whose outcome may have changed, and those
 * are computed again. So each event costs once, and in whichever order they came the result is the same.
 *
 * @returns null when `signal` was aborted before the end; the next call goes on from there
 */
export async function countOutcomes(
  { sql, transaction, events }: Counting,
  experiment: string,
  count: OutcomeCount,
  signal: AbortSignal,
): Promise<readonly VariantOutcomes[] | null> {
  const consumer = `allocator:${experiment}`;
  await transaction(async (inside) => {
    const isHere = await events.lockConsumer(inside, consumer);
    const { rows } = await inside<{ counted: string }>(
      `insert into exp.allocator_runs as runs (experiment) values ($1)
       on conflict (experiment) do update set counted = runs.counted returning counted`,
      [experiment],
    );
    const counted = contentHash({ ...count });
    if (isHere && rows[0]!.counted === counted) return;
    await events.resetConsumer(inside, consumer);
    await inside('delete from exp.allocator_units where experiment = $1', [experiment]);
    await inside('update exp.allocator_runs set counted = $2 where experiment = $1', [experiment, counted]);
  });
  for (let full = true; full; ) {
    if (signal.aborted) return null;
    ({ full } = await events.consume(consumer, eventsAtOnce, async (inside, batch) => {
      const units = batch
        .filter(({ type, data }) => type === count.event || (type === 'exposure' && data.experiment === experiment))
        .map(({ unit }) => unit);
      if (units.length > 0) await countAgain(inside, experiment, count, [...new Set(units)].sort());
    }));
  }
  const { rows } = await sql<VariantOutcomes>(
    `select variant, count(*)::int as units, sum(outcome) as sum, sum(outcome * outcome) as "sumSquares"
     from exp.allocator_units where experiment = $1 group by variant order by variant`,
    [experiment],
  );
  return rows;
}

/** By the primary keys of exposures and events; a day covers clocks of clients that are ahead. */
async function countAgain(
  sql: Sql,
  experiment: string,
  { event, value, fromAllocation }: OutcomeCount,
  units: readonly string[],
): Promise<void> {
  await sql(
    `insert into exp.allocator_units (experiment, unit, variant, outcome)
     select $1, met.unit, met.variant, brought.outcome
     from (
       select distinct on (unit) unit, variant, first_at from exp.exposures
       where unit = any($2) and experiment = $1 and not stand_in and allocation >= $3
       order by unit, allocation, first_at, variant) as met
     cross join lateral (
       select case when $5::text[] is null then least(count(*), 1)
         else coalesce(sum(case when jsonb_typeof(data #> $5) = 'number' and abs((data #> $5)::numeric) <= $6
           then (data #> $5)::float8 end), 0) end as outcome
       from exp.events
       where unit = met.unit and type = $4 and at >= met.first_at
         and received_at >= met.first_at - interval '1 day') as brought
     order by met.unit
     on conflict (experiment, unit) do update set variant = excluded.variant, outcome = excluded.outcome`,
    [experiment, units, fromAllocation, event, value?.split('.') ?? null, largest],
  );
}
