import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RegisterFlows1764200000000 implements MigrationInterface {
  readonly name = 'RegisterFlows1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.flows (
        key text primary key,
        description text not null,
        created_at timestamptz not null
      );
      create table exp.flow_versions (
        flow text not null references exp.flows (key),
        number integer not null check (number > 0),
        description text not null,
        status text not null check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
        definition json not null,                   -- as it was written, with the order of its states
        checksum text not null,
        release text not null,
        created_at timestamptz not null,
        primary key (flow, number)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.flow_versions, exp.flows');
  }
}
