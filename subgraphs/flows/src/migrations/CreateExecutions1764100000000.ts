import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateExecutions1764100000000 implements MigrationInterface {
  readonly name = 'CreateExecutions1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.executions (
        id text primary key,
        unit text not null,
        experiment text not null,
        client_execution_id text,
        input_hash text not null,                   -- what was asked is not kept
        plan json not null,
        variant text not null, arm text not null, release text not null, prompt_version text,
        status text not null default 'RUNNING',
        stand_in boolean not null,                  -- who was going to answer when it was accepted, then who did
        lease_until timestamptz,                    -- on the database's clock; null: it has ended
        output json,
        failure_code text, failure_message text,
        latency_ms int, usage json, model text,
        created_at timestamptz not null,
        ended_at timestamptz,
        unique (experiment, unit, client_execution_id)
      ) with (fillfactor = 70);
      create index on exp.executions (lease_until) where lease_until is not null;
      create index on exp.executions (ended_at) where ended_at is not null;

      create table exp.execution_effects (          -- as exp.effects is for turns
        execution text not null references exp.executions on delete cascade,
        key text not null,
        answer json,                                -- null: begun, and not known to have ended
        begun_at timestamptz not null default clock_timestamp(),
        primary key (execution, key)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.execution_effects, exp.executions');
  }
}
