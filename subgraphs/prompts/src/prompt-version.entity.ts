import type { Json, JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar, JsonScalar } from '@trialogue/subgraph';
import type { ScriptedReply } from '@trialogue/variant-config';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export enum PromptStatus {
  DRAFT = 'DRAFT',
  ACTIVE = 'ACTIVE',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(PromptStatus, { name: 'PromptStatus' });

export enum TemplateSyntax {
  JINJA = 'JINJA',
  MUSTACHE = 'MUSTACHE',
}
registerEnumType(TemplateSyntax, { name: 'TemplateSyntax' });

/** A value that a template takes. */
@ObjectType()
export class PromptVariable {
  @Field(() => String)
  name: string;

  /** A render without it, and without a default, is refused. */
  @Field(() => Boolean)
  required: boolean;

  @Field(() => JsonScalar, { nullable: true })
  default?: Json;

  @Field(() => String, { nullable: true })
  description?: string;
}

/** Where a version came from. */
@ObjectType()
export class PromptSource {
  /** The template's file, as a path from the project's folder; null for a version that was made through the graph. */
  @Field(() => String, { nullable: true })
  file: string | null;
}

/** One version of a prompt. What it does never changes; its status, description and scripted replies may. */
@Directive('@key(fields: "id")')
@ObjectType()
@Entity('prompt_versions')
export class PromptVersion {
  @PrimaryColumn('text', { name: 'prompt' })
  promptName: string;

  @Field(() => Int)
  @PrimaryColumn('integer')
  number: number;

  @Field(() => String, { nullable: true })
  @Column('text')
  description: string;

  @Field(() => PromptStatus)
  @Column('text')
  status: PromptStatus;

  @Field(() => TemplateSyntax)
  @Column('text')
  syntax: TemplateSyntax;

  @Field(() => String)
  @Column('text')
  template: string;

  @Field(() => [PromptVariable])
  @Column('jsonb')
  variables: PromptVariable[];

  @Field(() => String)
  @Column('text', { name: 'model_provider' })
  modelProvider: string;

  @Field(() => String)
  @Column('text', { name: 'model_name' })
  modelName: string;

  @Field(() => JsonObjectScalar)
  @Column('jsonb')
  params: JsonObject;

  @Column('jsonb')
  replies: ScriptedReply[];

  /** SHA-256 of what the version does: syntax, template, variables, model and params. */
  @Field(() => ID)
  @Column('text')
  checksum: string;

  @Column('text', { name: 'source_file', nullable: true })
  sourceFile: string | null;

  /** Hash of the release that says all this. */
  @Column('text')
  release: string;

  /** The status as a file said it last; null when no file has. */
  @Column('text', { name: 'declared_status', nullable: true })
  declaredStatus: PromptStatus | null;

  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** `name@number`. */
  @Field(() => ID)
  get id(): string {
    return `${this.promptName}@${this.number}`;
  }

  @Field(() => PromptSource)
  get source(): PromptSource {
    return { file: this.sourceFile };
  }
}
