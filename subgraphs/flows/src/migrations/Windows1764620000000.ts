import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a model was given of a conversation in each turn, and summaries of what it is no longer given. */
export class Windows1764620000000 implements MigrationInterface {
  readonly name = 'Windows1764620000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.messages add column tokens int;   -- estimated; null: of a message from before they were

      alter table exp.turns                             -- null: no model was given anything, or its process died
        add column sent_from int, add column sent_through int,
        add column sent_messages int, add column sent_tokens int,
        add column sent_summary int;                    -- the turn through which the summary went that was given with them

      create table exp.summaries (
        conversation text primary key references exp.conversations,
        text text,                                      -- null: none is written yet
        through_turn int not null default 0,
        model text,
        usage json,                                     -- of all that were written of the conversation
        written_at timestamptz,
        attempt int not null,                           -- of whoever writes the next one, or wrote this
        claimed_until timestamptz                       -- till when nobody else begins the next one
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table exp.summaries;
      alter table exp.turns drop column sent_from, drop column sent_through, drop column sent_messages,
        drop column sent_tokens, drop column sent_summary;
      alter table exp.messages drop column tokens;`);
  }
}
