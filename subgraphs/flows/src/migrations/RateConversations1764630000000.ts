import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What users said of whole conversations. */
export class RateConversations1764630000000 implements MigrationInterface {
  readonly name = 'RateConversations1764630000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.conversations
        add column rating smallint check (rating between 1 and 5), -- null: not rated
        add column rating_comment text;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exp.conversations drop column rating, drop column rating_comment;');
  }
}
