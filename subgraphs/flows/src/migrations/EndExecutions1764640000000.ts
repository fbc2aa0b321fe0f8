import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ends executions, each that still runs, and appends their events; answers which. One after the other, so that each is
 * found by its key however few rows the table had when the plan was made.
 */
export class EndExecutions1764640000000 implements MigrationInterface {
  readonly name = 'EndExecutions1764640000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function exp.end_executions(ends json, events jsonb) returns setof text language plpgsql as $$
      declare
        e record;
        ended text[] := '{}';
      begin
        for e in
          select * from json_to_recordset(ends) as
            (id text, status text, output text, failure_code text, failure_message text, latency_ms int, usage json,
             cost float8, model text, stand_in boolean, ended_at timestamptz)
          order by id
        loop
          update exp.executions x
          set status = e.status, output = e.output::json, failure_code = e.failure_code,
            failure_message = e.failure_message, latency_ms = e.latency_ms, usage = e.usage, cost = e.cost, model = e.model,
            stand_in = e.stand_in, ended_at = e.ended_at, lease_until = null
          where x.id = e.id and x.status = 'RUNNING';
          if found then
            ended := ended || e.id;
            return next e.id;
          end if;
        end loop;
        if cardinality(ended) > 0 then
          perform exp.append_events((
            select jsonb_agg(event order by place) from jsonb_array_elements(events) with ordinality as t (event, place)
            where event->'data'->>'execution' = any (ended)));
        end if;
      end $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function exp.end_executions;');
  }
}
