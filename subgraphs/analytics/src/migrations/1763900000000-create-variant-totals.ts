import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateVariantTotals1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.variant_totals (
        experiment text not null,
        variant text not null,
        stand_in boolean not null,
        exposures bigint not null check (exposures >= 0),
        completions bigint not null check (completions >= 0),
        failures bigint not null check (failures >= 0),
        primary key (experiment, variant, stand_in)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.variant_totals');
  }
}
