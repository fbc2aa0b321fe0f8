import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FollowFlows1764000000000 implements MigrationInterface {
  readonly name = 'FollowFlows1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.conversations
        add column flow text,                       -- its name, and 'name@number'
        add column flow_version text,
        add column flow_state json;                 -- as the last turn that completed left it
      create index on exp.conversations (flow, started_at, id) where flow is not null;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table exp.conversations drop column flow, drop column flow_version, drop column flow_state',
    );
  }
}
