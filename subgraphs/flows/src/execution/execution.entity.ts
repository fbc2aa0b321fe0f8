import type { ExecutionPlan } from '@trialogue/executor';
import type { Json } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonScalar } from '@trialogue/subgraph';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TokenUsage } from '../message.entity';

/** How an execution can end; until then its row is RUNNING, which nobody is shown. */
export enum ExecutionStatus {
  COMPLETED = 'COMPLETED',
  FAILED = 'FAILED',
}
registerEnumType(ExecutionStatus, { name: 'ExecutionStatus' });

@ObjectType({ description: 'Why an execution failed; a code of the error table, and its sentence.' })
export class ExecutionError {
  @Field(() => String)
  code: string;

  @Field(() => String)
  message: string;
}

@ObjectType({ description: 'One shot: a unit’s variant, what it was asked with, once, and what became of it.' })
@Entity({ schema: 'exp', name: 'executions' })
export class Execution {
  @Field(() => ID)
  @PrimaryColumn('text')
  id: string;

  @Field(() => ID)
  @Column('text')
  unit: string;

  @Field(() => ID, { description: 'The experiment’s key.' })
  @Column('text')
  experiment: string;

  @Column('text', { name: 'client_execution_id', nullable: true })
  clientExecutionId: string | null;

  @Column('text', { name: 'input_hash' })
  inputHash: string;

  @Column('json')
  plan: ExecutionPlan;

  @Column('text', { name: 'variant' })
  variantKey: string;

  @Field(() => ID, { description: 'What was executed; the variant may have changed since.' })
  @Column('text')
  arm: string;

  @Field(() => ID, { description: 'Hash of the experiment’s release that assigned the variant.' })
  @Column('text')
  release: string;

  @Column('text', { name: 'prompt_version', nullable: true })
  promptVersionId: string | null;

  @Field(() => ExecutionStatus)
  @Column('text')
  status: 'RUNNING' | keyof typeof ExecutionStatus;

  @Field(() => Boolean, { description: 'True when the scripted model, or a policy’s stand-in, was asked.' })
  @Column('boolean', { name: 'stand_in' })
  standIn: boolean;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'As the strategy’s output schema says; null when it failed.',
  })
  @Column('json', { nullable: true })
  output: Json;

  @Column('text', { name: 'failure_code', nullable: true })
  failureCode: string | null;

  @Column('text', { name: 'failure_message', nullable: true })
  failureMessage: string | null;

  @Field(() => Int, { nullable: true, description: 'Of the strategy; null when the process that knew it died.' })
  @Column('int', { name: 'latency_ms', nullable: true })
  latencyMs: number | null;

  @Field(() => TokenUsage, {
    nullable: true,
    description: 'Of all chat models; null when the process that knew it died.',
  })
  @Column('json', { nullable: true })
  usage: TokenUsage | null;

  @Field(() => Float, {
    nullable: true,
    description: 'US dollars, of all chat models; null when a price is not known, or the process died.',
  })
  @Column('double precision', { nullable: true })
  cost: number | null;

  @Field(() => String, { nullable: true, description: 'The model that was asked last.' })
  @Column('text', { nullable: true })
  model: string | null;

  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}

/** The columns of `exp.executions` under the names of the entity, for plain SQL. */
export const executionColumns = `id, unit, experiment, client_execution_id as "clientExecutionId",
  input_hash as "inputHash", plan, variant as "variantKey", arm, release, prompt_version as "promptVersionId", status,
  stand_in as "standIn", output, failure_code as "failureCode", failure_message as "failureMessage",
  latency_ms as "latencyMs", usage, cost, model, created_at as "createdAt", ended_at as "endedAt"`;

export const executionOf = (row: Execution): Execution => Object.assign(new Execution(), row);
