import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateExperiments1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.experiments (
        key text primary key,
        name text not null,
        hypothesis text,
        status text not null check (status in ('DRAFT', 'RUNNING', 'PAUSED', 'STOPPED', 'ARCHIVED')),
        unit_type text not null,
        traffic double precision not null check (traffic between 0 and 1),
        salt text not null,
        allocation integer not null,
        winner text,
        release text,
        created_at timestamptz not null,
        started_at timestamptz,
        stopped_at timestamptz,
        version integer not null
      )`);
    await runner.query(`
      create table exp.variants (
        experiment text not null references exp.experiments (key),
        key text not null,
        position integer not null,
        name text,
        weight double precision not null check (weight >= 0),
        is_control boolean not null,
        execution_strategy text not null,
        config jsonb not null,
        resolved jsonb,
        pins jsonb,
        arm text,
        primary key (experiment, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.variants, exp.experiments');
  }
}
