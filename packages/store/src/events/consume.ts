import type { Prepared, Sql } from '../sql';
import type { StoredEvent } from './event';

interface EventRow {
  readonly unit: string;
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly received_at: Date;
  readonly release: string | null;
  readonly arm: string | null;
  readonly data: StoredEvent['data'];
  readonly xid: string;
  readonly seq: string;
  /** Of the data of all events up to this one. */
  readonly bytes: string;
}

export interface EventBatch {
  readonly events: readonly StoredEvent[];
  /** It ends because it is large enough: there may be more. */
  readonly full: boolean;
}

/** The cursor is of another database cluster: clear what the consumer has computed and reset it. */
export class ConsumerMovedError extends Error {
  override readonly name = 'ConsumerMovedError';

  constructor(readonly consumer: string) {
    super(`The database was restored into another cluster, where the cursor of ${consumer} means nothing.`);
  }
}

/** JSON of one batch, as text. The last event may exceed it. */
const batchBytes = 8_000_000;
const restoredAtOnce = 5_000;

const cluster = '(select system_identifier::text from pg_control_system())';

/**
 * The next events after the consumer's cursor, in the order of their transactions, and the cursor moved past them.
 *
 * Ordered by (xid, seq) and cut at the oldest transaction that still runs: below it everything has committed or never
 * will, so nothing can appear later behind the cursor. `id > cursor` would skip what commits late. The lower bound on
 * `received_at` only spares old partitions: a transaction ends within minutes, a day also covers a clock set back.
 * It is never counted from a time ahead of the clock.
 *
 * @throws ConsumerMovedError
 */
export async function takeEvents(sql: Sql, name: string, max: number): Promise<EventBatch> {
  if (!(await lockConsumer(sql, name))) throw new ConsumerMovedError(name);
  const { rows } = await sql<EventRow>(nextStatement, [name, max, batchBytes]);
  const last = rows.at(-1);
  if (last)
    await sql(
      `update exp.consumers
       set xid = $2::xid8, seq = $3::bigint, since = least(greatest(since, $4::timestamptz), now()) where name = $1`,
      [name, last.xid, last.seq, new Date(Math.max(...rows.map((row) => row.received_at.getTime())))],
    );
  const full = rows.length === max || Number(last?.bytes ?? 0) >= batchBytes;
  return { events: rows.map(asEvent), full };
}

const nextStatement: Prepared = {
  name: 'next_events',
  text: 'select (event).*, bytes from exp.next_events($1, $2, $3) order by (event).xid, (event).seq',
};

/**
 * Until the transaction ends: of two that consume under one name, the second waits and then sees the cursor moved.
 *
 * @returns whether the cursor is one of this cluster
 */
export async function lockConsumer(sql: Sql, name: string): Promise<boolean> {
  const lock = () => sql<{ here: boolean }>(lockStatement, [name]);
  let { rows } = await lock();
  if (!rows[0]) {
    await sql(`insert into exp.consumers (name, cluster) values ($1, ${cluster}) on conflict do nothing`, [name]);
    ({ rows } = await lock());
  }
  return rows[0]?.here ?? false; // removed meanwhile: it is to begin anew
}

const lockStatement: Prepared = {
  name: 'lock_consumer',
  text: `select cluster = ${cluster} as here from exp.consumers where name = $1 for update`,
};

/**
 * Back to the beginning of the log. The caller clears what the consumer had computed, in the same transaction. Events
 * that were restored from a cluster which was ahead of this one would be read only when this one gets there, so they are
 * moved to the beginning: no transaction of this cluster has got their xid yet.
 */
export async function resetConsumer(sql: Sql, name: string): Promise<void> {
  await sql(
    `insert into exp.consumers (name, cluster) values ($1, ${cluster})
     on conflict (name) do update
     set cluster = excluded.cluster, xid = default, seq = default, since = default`,
    [name],
  );
  for (let moved = restoredAtOnce; moved === restoredAtOnce; )
    ({ rowCount: moved } = await sql(
      `update exp.events set xid = '0' where (unit, received_at, seq) in (
         select unit, received_at, seq from exp.events where xid >= pg_snapshot_xmax(pg_current_snapshot()) limit $1)`,
      [restoredAtOnce],
    ));
}

/** Its cursor goes; whoever consumes under this name again begins at the beginning. */
export async function removeConsumer(sql: Sql, name: string): Promise<void> {
  await sql('delete from exp.consumers where name = $1', [name]);
}

/** How many events the consumer has not seen (counted up to 100,000), and for how long the oldest of them has waited. */
export async function consumerLag(sql: Sql, name: string): Promise<{ events: number; oldestMs: number }> {
  const { rows } = await sql<{ events: number; oldest_ms: number | null }>(lagStatement, [name]);
  return { events: rows[0]!.events, oldestMs: Math.max(0, Math.round(rows[0]!.oldest_ms ?? 0)) };
}

const lagStatement: Prepared = {
  name: 'consumer_lag',
  text: `with cursor as (
       select xid, seq, since from exp.consumers where name = $1
       union all select '0', 0, '-infinity' where not exists (select from exp.consumers where name = $1))
     select count(*)::int as events, extract(epoch from clock_timestamp() - min(e.received_at))::float8 * 1000 as oldest_ms
     from cursor c, lateral (
       select received_at from exp.events
       where (xid, seq) > (c.xid, c.seq) and received_at >= least(c.since, now()) - interval '1 day'
       order by xid, seq limit 100000) e`,
};

function asEvent({ unit, id, type, at, received_at, release, arm, data }: EventRow): StoredEvent {
  return { unit, id, type, at: at.toISOString(), receivedAt: received_at.toISOString(), release, arm, data };
}
