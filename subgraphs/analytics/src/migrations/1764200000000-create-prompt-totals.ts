import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePromptTotals1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.prompt_totals (
        prompt_version text not null,
        stand_in boolean not null,
        model text not null, -- that answered; empty where none did
        exposures bigint not null check (exposures >= 0),
        completions bigint not null check (completions >= 0),
        failures bigint not null check (failures >= 0),
        ratings bigint not null check (ratings >= 0),
        score_millionths numeric not null check (score_millionths >= 0), -- summed over the ratings; a sum of floats would depend on their order
        input bigint not null check (input >= 0),
        output bigint not null check (output >= 0),
        cache_read bigint not null check (cache_read >= 0),
        cache_write bigint not null check (cache_write >= 0),
        since timestamptz not null,
        primary key (prompt_version, stand_in, model)
      )`);
    await runner.query(`
      create table exp.prompt_latencies (
        prompt_version text not null,
        stand_in boolean not null,
        bucket int not null,
        executions bigint not null check (executions > 0),
        primary key (prompt_version, stand_in, bucket)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.prompt_latencies');
    await runner.query('drop table exp.prompt_totals');
  }
}
