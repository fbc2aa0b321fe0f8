import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Variants may be a value, without a config; experiments say what they are measured by. */
export class MeasureExperiments1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exp.variants add column value jsonb, alter column config drop not null');
    await runner.query(`
      alter table exp.experiments
        add column primary_metric text,
        add column guardrails jsonb not null default '[]',
        add column sample_size integer check (sample_size > 0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('delete from exp.variants where config is null');
    await runner.query('alter table exp.variants drop column value, alter column config set not null');
    await runner.query(
      'alter table exp.experiments drop column primary_metric, drop column guardrails, drop column sample_size',
    );
  }
}
