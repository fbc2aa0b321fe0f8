import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Chat prompts, schemas of answers, what is included, who and which commit; labels that are protected and remember. */
export class CompletePrompts1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.prompt_versions
        add column messages jsonb,
        add column response_schema jsonb,
        add column includes jsonb,
        add column source_commit text,
        add column created_by text`);
    await runner.query(`
      alter table exp.prompt_labels
        add column protected boolean not null default false,
        add column moved_at timestamptz,
        add column moved_by text`);
    await runner.query(`
      create table exp.prompt_label_moves (
        prompt text not null references exp.prompts (name),
        label text not null,
        seq integer not null check (seq > 0),
        from_version integer,
        to_version integer,
        at timestamptz not null,
        by text not null,
        reason text not null check (reason in ('moved', 'rolled back', 'removed', 'archived')),
        undoable integer,
        protected boolean not null,
        primary key (prompt, label, seq)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.prompt_label_moves');
    await runner.query(
      'alter table exp.prompt_labels drop column protected, drop column moved_at, drop column moved_by',
    );
    await runner.query(
      `alter table exp.prompt_versions drop column messages, drop column response_schema, drop column includes,
         drop column source_commit, drop column created_by`,
    );
  }
}
