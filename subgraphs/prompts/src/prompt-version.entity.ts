import type { Json, JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar, JsonScalar, VersionSource } from '@trialogue/subgraph';
import { type Includes, type ScriptedReply, variablesSchemaOf } from '@trialogue/variant-config';
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

  @Field(() => JsonObjectScalar, { nullable: true, description: 'JSON Schema (2020-12) of the value; null: any.' })
  schema?: JsonObject;
}

@ObjectType()
export class PromptMessage {
  @Field(() => String, { description: '`system`, `user` or `assistant`.' })
  role: 'system' | 'user' | 'assistant';

  @Field(() => String)
  template: string;
}

/** A version of another prompt that a template includes, as it was when this one was published. */
@ObjectType()
export class PromptInclude {
  @Field(() => String, { description: 'As the template has it: `tone@production`.' })
  reference: string;

  @Field(() => ID, { description: 'What it meant at publish, and means here for ever: `name@number`.' })
  version: string;

  @Field(() => String)
  template: string;

  @Field(() => [PromptInclude])
  includes: PromptInclude[];
}

/** Where a version came from. */
@ObjectType()
export class PromptSource extends VersionSource {}

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

  @Field(() => String, { description: 'Of a chat prompt: the templates of its messages, one after another.' })
  @Column('text')
  template: string;

  /** Null: `template` is one system message. */
  @Column('jsonb', { name: 'messages', nullable: true })
  chat: PromptMessage[] | null;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'JSON Schema (2020-12) of the answer; null: any text.',
  })
  @Column('jsonb', { name: 'response_schema', nullable: true })
  responseSchema: JsonObject | null;

  @Column('jsonb', { name: 'includes', nullable: true })
  pinned: Includes | null;

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

  /** SHA-256 of what the version does: syntax, templates, what they include, variables, schema of the answer, model and params. */
  @Field(() => ID)
  @Column('text')
  checksum: string;

  @Column('text', { name: 'source_file', nullable: true })
  sourceFile: string | null;

  @Column('text', { name: 'source_commit', nullable: true })
  sourceCommit: string | null;

  @Field(() => String, { nullable: true, description: 'Null for versions from before this was written down.' })
  @Column('text', { name: 'created_by', nullable: true })
  createdBy: string | null;

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

  @Field(() => [PromptMessage], { description: 'Of a prompt that is no chat: one of the system.' })
  get messages(): PromptMessage[] {
    return this.chat ?? [{ role: 'system', template: this.template }];
  }

  @Field(() => JsonObjectScalar, { description: 'JSON Schema (2020-12) of an object with the variables’ values.' })
  get variablesSchema(): JsonObject {
    return variablesSchemaOf(this);
  }

  @Field(() => [PromptInclude])
  get includes(): PromptInclude[] {
    return listed(this.pinned ?? {});
  }

  @Field(() => PromptSource)
  get source(): PromptSource {
    return { file: this.sourceFile, commit: this.sourceCommit, by: this.createdBy };
  }
}

const listed = (includes: Includes): PromptInclude[] =>
  Object.entries(includes).map(([reference, { version, template, includes: inner = {} }]) => ({
    ...{ reference, version, template, includes: listed(inner) },
  }));
