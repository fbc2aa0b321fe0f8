import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RecordChanges1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.experiment_changes (
        experiment text not null references exp.experiments (key),
        number integer not null,
        act text not null,
        made_by text not null,
        made_at timestamptz not null,
        before jsonb not null,
        after jsonb not null,
        primary key (experiment, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.experiment_changes');
  }
}
