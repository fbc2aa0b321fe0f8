import type { JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar } from '@trialogue/subgraph';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export enum PolicyStatus {
  ACTIVE = 'ACTIVE',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(PolicyStatus, { name: 'PolicyStatus' });

export enum PolicyInputType {
  number = 'number',
  string = 'string',
  boolean = 'boolean',
}
registerEnumType(PolicyInputType, { name: 'PolicyInputType' });

/** A column of the one record that the model is asked with. */
@ObjectType('PolicyInput')
export class PolicyVersionInput {
  @Field(() => String)
  name: string;

  @Field(() => PolicyInputType)
  type: PolicyInputType;

  @Field(() => Boolean)
  required: boolean;

  @Field(() => String, { nullable: true })
  description?: string;
}

/** What an endpoint begins with that a stand-in serves, in place of a scoring server. */
export const standInPrefix = 'standin:';

/** One version of a model. What it does never changes; where it is served, its time limit, status and description may. */
@Directive('@key(fields: "id")')
@ObjectType()
@Entity('policy_versions')
export class PolicyVersion {
  @PrimaryColumn('text', { name: 'policy' })
  policyName: string;

  @Field(() => Int)
  @PrimaryColumn('integer')
  number: number;

  @Field(() => ID, { nullable: true, description: 'Another name that configs may say, such as a uuid.' })
  @Column('text', { nullable: true })
  alias: string | null;

  @Field(() => String)
  @Column('text')
  description: string;

  @Field(() => PolicyStatus)
  @Column('text')
  status: PolicyStatus;

  @Field(() => String, { description: 'In MLflow’s registry.' })
  @Column('text', { name: 'model_name' })
  modelName: string;

  @Field(() => String, { description: 'In MLflow’s registry.' })
  @Column('text', { name: 'model_version' })
  modelVersion: string;

  /** URL of the scoring server, or those of several with spaces between, or `standin:MODEL`. */
  @Column('text')
  endpoint: string;

  @Field(() => [PolicyVersionInput])
  @Column('jsonb')
  inputs: PolicyVersionInput[];

  @Field(() => JsonObjectScalar)
  @Column('jsonb')
  params: JsonObject;

  @Field(() => Int)
  @Column('integer', { name: 'timeout_ms' })
  timeoutMs: number;

  /** SHA-256 of what the version does: model, inputs and params. */
  @Field(() => ID)
  @Column('text')
  checksum: string;

  /** Hash of the release that says all this. */
  @Column('text')
  release: string;

  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** `name@number`. */
  @Field(() => ID)
  get id(): string {
    return `${this.policyName}@${this.number}`;
  }

  @Field(() => Boolean, { description: 'Whether a stand-in serves it in place of a scoring server.' })
  get standIn(): boolean {
    return this.endpoint.startsWith(standInPrefix);
  }
}
