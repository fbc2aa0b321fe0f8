import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was spent. Conversations from before are counted from now on. */
export class Budgets1764610000000 implements MigrationInterface {
  readonly name = 'Budgets1764610000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.conversations
        add column used_input double precision not null default 0,
        add column used_output double precision not null default 0,
        add column used_cache_read double precision not null default 0,
        add column used_cache_write double precision not null default 0,
        add column cost double precision default 0;     -- US dollars; null: the price of some is not known
      alter table exp.turns add column cost double precision;
      alter table exp.messages add column cost double precision;
      alter table exp.executions add column cost double precision;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.conversations
        drop column used_input, drop column used_output, drop column used_cache_read, drop column used_cache_write,
        drop column cost;
      alter table exp.turns drop column cost;
      alter table exp.messages drop column cost;
      alter table exp.executions drop column cost;`);
  }
}
