import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountFallbacks1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // With a default: a process of the release before goes on counting while this one starts.
    await runner.query(
      'alter table exp.variant_totals add column fallbacks bigint not null default 0 check (fallbacks >= 0)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exp.variant_totals drop column fallbacks');
  }
}
