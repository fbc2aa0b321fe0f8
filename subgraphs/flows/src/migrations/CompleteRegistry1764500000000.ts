import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What versions include, where they came from, and versions that are drained. */
export class CompleteRegistry1764500000000 implements MigrationInterface {
  readonly name = 'CompleteRegistry1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.flow_versions
        drop constraint flow_versions_status_check,
        add constraint flow_versions_status_check check (status in ('DRAFT', 'ACTIVE', 'DRAINING', 'ARCHIVED')),
        add column includes json,                   -- the flows that it names, whole; null: none
        add column source_file text,
        add column source_commit text,
        add column created_by text;
      create index conversations_live on exp.conversations (flow_version, id)
        where flow_version is not null and status in ('ACTIVE', 'HANDED_OFF');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index exp.conversations_live;
      update exp.flow_versions set status = 'ARCHIVED' where status = 'DRAINING';
      alter table exp.flow_versions
        drop constraint flow_versions_status_check,
        add constraint flow_versions_status_check check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
        drop column includes, drop column source_file, drop column source_commit, drop column created_by;`);
  }
}
