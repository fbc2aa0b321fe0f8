import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `json` and not `jsonb`: these are kept as they came, and nothing looks inside. */
export class CreateFlows1763900000000 implements MigrationInterface {
  readonly name = 'CreateFlows1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.conversations (
        id text primary key,
        unit text not null,
        status text not null default 'ACTIVE',
        outcome text,
        plan json not null,                         -- what every turn executes; never changes
        experiment text, variant text, arm text, release text, prompt_version text,
        attributes json not null, variables json not null,
        fence int not null default 0,               -- grows with every turn and whatever else ends one
        version int not null default 0,             -- grows with every change that a turn finishes
        turn_count int not null default 0,
        lease_until timestamptz,                    -- on the database's clock; null: no turn runs
        cursor text not null default '0-0',         -- where the stream goes on after what exp.messages holds
        started_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz
      ) with (fillfactor = 70);
      create index on exp.conversations (lease_until) where lease_until is not null;
      create index on exp.conversations (expires_at) where status = 'ACTIVE';
      create index on exp.conversations (started_at, id);
      create index on exp.conversations (unit, started_at, id);

      create table exp.turns (
        conversation text not null references exp.conversations,
        number int not null,
        client_message_id text not null,
        fence int not null,
        status text not null default 'RUNNING',
        stand_in boolean not null,                  -- who was going to answer when it was accepted
        failure_code text, failure_message text,
        cancel_requested boolean not null default false,
        closed boolean not null default false,      -- its terminal entry is known to be in the stream
        started_at timestamptz not null,
        ended_at timestamptz,
        primary key (conversation, number),
        unique (conversation, client_message_id)
      ) with (fillfactor = 70);
      create index on exp.turns (conversation, number) where status <> 'RUNNING' and not closed;

      create table exp.messages (
        conversation text not null references exp.conversations,
        turn int not null,
        role text not null,
        text text not null,
        status text not null,
        usage json, arm text, model text,
        stand_in boolean not null default false,
        created_at timestamptz not null,
        primary key (conversation, turn, role)
      );

      create table exp.effects (                    -- the ledger of what strategies did to the world
        conversation text not null references exp.conversations,
        turn int not null,
        key text not null,
        answer json,                                -- null: begun, and not known to have ended
        begun_at timestamptz not null default clock_timestamp(),
        primary key (conversation, turn, key)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.effects, exp.messages, exp.turns, exp.conversations');
  }
}
