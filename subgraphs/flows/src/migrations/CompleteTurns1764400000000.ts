import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Turns that no message begins: a timer of the flow, an event from outside, a person who hands back. */
export class CompleteTurns1764400000000 implements MigrationInterface {
  readonly name = 'CompleteTurns1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exp.conversations
        add column wake_at timestamptz,             -- when its flow goes on by itself; null: it waits
        add column wakes int not null default 0,    -- turns in a row that began so
        add column handoff json;                    -- to whom and why, while a person has it
      create index on exp.conversations (wake_at) where wake_at is not null;
      drop index exp.conversations_expires_at_idx;
      create index conversations_expires_at_idx on exp.conversations (expires_at) where status in ('ACTIVE', 'HANDED_OFF');

      alter table exp.turns
        add column cause text not null default 'USER',
        alter column client_message_id drop not null,
        drop constraint turns_conversation_client_message_id_key;
      create unique index on exp.turns (conversation, cause, client_message_id);

      alter table exp.messages add column structured json;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from exp.messages where role = 'AGENT';
      delete from exp.turns where client_message_id is null;
      drop index exp.turns_conversation_cause_client_message_id_idx;
      alter table exp.turns
        add unique (conversation, client_message_id),
        alter column client_message_id set not null,
        drop column cause;
      drop index exp.conversations_expires_at_idx;
      create index on exp.conversations (expires_at) where status = 'ACTIVE';
      alter table exp.conversations drop column wake_at, drop column wakes, drop column handoff;
      alter table exp.messages drop column structured;`);
  }
}
