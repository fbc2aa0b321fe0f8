import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Layers, holdouts, and the rules by which experiments let units in: those two and what is like them. */
export class CreateLayers1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.layers (
        key text primary key,
        description text not null,
        salt text not null,
        bucketer text not null check (bucketer in ('NATIVE', 'GROWTHBOOK')),
        created_at timestamptz not null
      )`);
    await runner.query(`
      create table exp.holdouts (
        key text primary key,
        description text not null,
        salt text not null,
        share double precision not null check (share between 0 and 1),
        created_at timestamptz not null
      )`);
    await runner.query("alter table exp.experiments add column rules jsonb not null default '{}'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exp.experiments drop column rules');
    await runner.query('drop table exp.layers, exp.holdouts');
  }
}
