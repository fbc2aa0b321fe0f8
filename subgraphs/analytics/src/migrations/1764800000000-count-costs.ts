import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountCosts1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // With a default: a process of the release before goes on counting while this one starts.
    await runner.query(`
      alter table exp.prompt_totals
        add column cost_nanos numeric not null default 0 check (cost_nanos >= 0),
        add column costed_input bigint not null default 0 check (costed_input >= 0),
        add column costed_output bigint not null default 0 check (costed_output >= 0),
        add column costed_cache_read bigint not null default 0 check (costed_cache_read >= 0),
        add column costed_cache_write bigint not null default 0 check (costed_cache_write >= 0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.prompt_totals
        drop column cost_nanos, drop column costed_input, drop column costed_output, drop column costed_cache_read,
        drop column costed_cache_write`);
  }
}
