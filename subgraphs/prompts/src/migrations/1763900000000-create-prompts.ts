import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePrompts1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exp.prompts (
        name text primary key,
        description text not null,
        created_at timestamptz not null
      )`);
    await runner.query(`
      create table exp.prompt_versions (
        prompt text not null references exp.prompts (name),
        number integer not null check (number > 0),
        description text not null,
        status text not null check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
        syntax text not null check (syntax in ('JINJA', 'MUSTACHE')),
        template text not null,
        variables jsonb not null,
        model_provider text not null,
        model_name text not null,
        params jsonb not null,
        replies jsonb not null,
        checksum text not null,
        source_file text,
        release text not null,
        declared_status text check (declared_status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
        created_at timestamptz not null,
        primary key (prompt, number)
      )`);
    await runner.query(`
      create table exp.prompt_labels (
        prompt text not null,
        label text not null,
        version integer not null,
        declared integer,
        primary key (prompt, label),
        foreign key (prompt, version) references exp.prompt_versions (prompt, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exp.prompt_labels, exp.prompt_versions, exp.prompts');
  }
}
