import { contentHash } from '@trialogue/canonical-json';
import type { StoredEvent } from '../events/event';
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

/** The reader of the log for an experiment's allocator. */
export const consumerOf = (experiment: string) => `allocator:${experiment}`;

/** The connections that counting needs. */
export interface Counting {
  readonly sql: Sql;
  readonly transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;
  readonly events: Pick<EventLog, 'consume' | 'lockConsumer' | 'resetConsumer' | 'removeConsumer'>;
}

/**
 * The outcomes of an experiment by variant: over its units, each with the variant that it was exposed to first (not by a
 * stand-in), of what the unit's events say that are not older than that exposure: the sum of their values.
 *
 * The event log is read to its end, with a cursor for each experiment. What it says of a unit that was counted is added;
 * only a unit that is exposed is computed again. In whichever order events came, the result is the same (of fractions, but
 * for rounding).
 *
 * @returns null when `signal` was aborted before the end; the next call goes on from there
 */
export async function countOutcomes(
  { sql, transaction, events }: Counting,
  experiment: string,
  count: OutcomeCount,
  signal: AbortSignal,
): Promise<readonly VariantOutcomes[] | null> {
  const consumer = consumerOf(experiment);
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
    ({ full } = await events.consume(consumer, eventsAtOnce, (inside, batch) =>
      countIn(inside, experiment, consumer, count, batch),
    ));
  }
  const { rows } = await sql<VariantOutcomes>(
    `select variant, count(*)::int as units, sum(outcome) as sum, sum(outcome * outcome) as "sumSquares"
     from exp.allocator_units where experiment = $1 group by variant order by variant`,
    [experiment],
  );
  return rows;
}

/** What the outcomes of units are counted by: the placeholders of `parametersOf`. */
const met = `select distinct on (unit) unit, variant, first_at from exp.exposures
  where unit = any($2) and experiment = $1 and not stand_in and allocation >= $3
  order by unit, allocation, first_at, variant`;
/** A day covers clocks of clients that are ahead. */
const isLater = `at >= met.first_at and received_at >= met.first_at - interval '1 day'`;
const brought = `case when $4::text[] is null then least(count(*), 1)
  else coalesce(sum(case when jsonb_typeof(data #> $4) = 'number' and abs((data #> $4)::numeric) <= $5
    then (data #> $4)::float8 end), 0) end`;

const parametersOf = (experiment: string, { value, fromAllocation }: OutcomeCount, units: readonly string[]) => [
  ...[experiment, units, fromAllocation, value?.split('.') ?? null, largest],
];

/**
 * Brings outcomes to where the cursor is now. A unit that was counted gets what these events add to it; one that was not,
 * or that was exposed again, is counted from the tables, up to the cursor: what comes behind it will be added.
 */
async function countIn(
  sql: Sql,
  experiment: string,
  consumer: string,
  count: OutcomeCount,
  batch: readonly StoredEvent[],
): Promise<void> {
  const isExposure = ({ type, data }: StoredEvent) => type === 'exposure' && data.experiment === experiment;
  const outcomes = batch.filter(({ type }) => type === count.event);
  const exposed = new Set(batch.filter(isExposure).map(({ unit }) => unit));
  const units = [...new Set([...exposed, ...outcomes.map(({ unit }) => unit)])];
  if (units.length === 0) return;
  const { rows } = await sql<{ unit: string }>(
    'select unit from exp.allocator_units where experiment = $1 and unit = any($2)',
    [experiment, units],
  );
  const known = new Set(rows.map(({ unit }) => unit).filter((unit) => !exposed.has(unit)));
  const anew = units.filter((unit) => !known.has(unit));
  const more = outcomes.filter(({ unit }) => known.has(unit));
  if (anew.length > 0) await countAgain(sql, consumer, count, parametersOf(experiment, count, anew));
  if (more.length > 0) await add(sql, count, more, parametersOf(experiment, count, [...known]));
}

/** By the primary keys of exposures and events. */
async function countAgain(sql: Sql, consumer: string, { event }: OutcomeCount, parameters: unknown[]): Promise<void> {
  await sql(
    `insert into exp.allocator_units (experiment, unit, variant, outcome)
     select $1, met.unit, met.variant, counted.outcome
     from (${met}) as met
     cross join lateral (
       select ${brought} as outcome from exp.events
       where unit = met.unit and type = $6 and ${isLater}
         and (xid, seq) <= (select xid, seq from exp.consumers where name = $7)) as counted
     order by met.unit
     on conflict (experiment, unit) do update set variant = excluded.variant, outcome = excluded.outcome`,
    [...parameters, event, consumer],
  );
}

async function add(
  sql: Sql,
  { value }: OutcomeCount,
  events: readonly StoredEvent[],
  parameters: unknown[],
): Promise<void> {
  const rows = events.map(({ unit, at, receivedAt, data }) => ({
    ...{ unit, at, received_at: receivedAt, data: value === undefined ? {} : data },
  }));
  await sql(
    `update exp.allocator_units as known
     set outcome = case when $4::text[] is null then greatest(known.outcome, counted.outcome)
       else known.outcome + counted.outcome end
     from (
       select met.unit, ${brought} as outcome
       from (${met}) as met
       join jsonb_to_recordset($6::jsonb) as given (unit text, at timestamptz, received_at timestamptz, data jsonb)
         on given.unit = met.unit and ${isLater}
       group by met.unit) as counted
     where known.experiment = $1 and known.unit = counted.unit`,
    [...parameters, JSON.stringify(rows)],
  );
}
