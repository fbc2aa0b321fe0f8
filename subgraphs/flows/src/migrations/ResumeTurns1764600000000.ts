import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a turn needs to be resumed by another process. */
export class ResumeTurns1764600000000 implements MigrationInterface {
  readonly name = 'ResumeTurns1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.turns
        add column event json,                          -- what began it, if no message and no timer did
        add column resumptions int;                     -- null: accepted by an earlier release
      alter table exp.effects
        add column begun_in int,                        -- number of the turn; null: begun by an earlier release
        add column may_repeat boolean;                  -- also when nobody knows whether it was performed`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.turns drop column event, drop column resumptions;
      alter table exp.effects drop column begun_in, drop column may_repeat;`);
  }
}
