import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePolicies1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.policies (
        name text primary key,
        description text not null,
        created_at timestamptz not null
      )`);
    await runner.query(`
      create table exp.policy_versions (
        policy text not null references exp.policies (name),
        number integer not null check (number > 0),
        alias text unique,
        description text not null,
        status text not null check (status in ('ACTIVE', 'ARCHIVED')),
        model_name text not null,
        model_version text not null,
        endpoint text not null,
        inputs jsonb not null,
        params jsonb not null,
        timeout_ms integer not null check (timeout_ms > 0),
        checksum text not null,
        release text not null,
        created_at timestamptz not null,
        primary key (policy, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.policy_versions, exp.policies');
  }
}
