import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a stand-in had a part in a conversation: its start or any of its turns. */
export class RememberStandIns1764300000000 implements MigrationInterface {
  readonly name = 'RememberStandIns1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.conversations add column stand_in boolean not null default false;
      update exp.conversations set stand_in = true where id in (select conversation from exp.turns where stand_in);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exp.conversations drop column stand_in');
  }
}
