import { Client } from 'pg';
import { until } from './until';

const lock = 4242;

/** Where a transaction is held: when it writes this row, or, deferred, when it commits. */
export interface Point {
  readonly table: string;
  readonly where: string;
  readonly deferred?: true;
}

/** Lets a transaction come to a point and no further, until it is let go; a server that ends meanwhile ends it, and the hold. */
export async function hold(url: string, { table, where, deferred }: Point) {
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [lock]);
  await client.query(
    `create function exp.held() returns trigger language plpgsql as
     $$ begin perform pg_advisory_xact_lock(${lock}); return new; end $$`,
  );
  const kind = deferred ? 'constraint trigger held after' : 'trigger held before';
  const when = deferred ? 'deferrable initially deferred' : '';
  await client.query(
    `create ${kind} insert or update on exp.${table} ${when} for each row when (${where}) execute function exp.held()`,
  );
  const waiting = async () =>
    (await client.query(`select 1 from pg_locks where locktype = 'advisory' and objid = $1 and not granted`, [lock]))
      .rowCount! > 0;
  return {
    reached: () => until(waiting),
    async letGo() {
      await client.query('select pg_advisory_unlock($1)', [lock]);
      // Waits for the held transaction: whoever began it is dead, and it is rolled back or committed.
      await client.query('drop function exp.held cascade');
      await client.end();
    },
  };
}
