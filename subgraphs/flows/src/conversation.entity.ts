import type { FlowState } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import { connectionType, DateTimeScalar } from '@trialogue/subgraph';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConversationPlan } from './following/conversation-plan';

export enum ConversationStatus {
  ACTIVE = 'ACTIVE',
  COMPLETED = 'COMPLETED',
  DROPPED_OFF = 'DROPPED_OFF',
  HANDED_OFF = 'HANDED_OFF',
  FAILED = 'FAILED',
}
registerEnumType(ConversationStatus, { name: 'ConversationStatus' });

/** Whether anything may still happen in it. */
export const isOpen = (status: ConversationStatus): boolean =>
  status === ConversationStatus.ACTIVE || status === ConversationStatus.HANDED_OFF;

@ObjectType({ description: 'To whom a conversation was handed over, and why.' })
export class Handoff {
  @Field(() => String, { nullable: true, description: 'Name of a queue.' })
  to?: string | null;

  @Field(() => String, { nullable: true })
  reason?: string | null;
}

@ObjectType({
  description: 'What all models took and gave, in turns that failed or were cancelled too, as far as known.',
})
export class ConversationUsage {
  @Field(() => Float)
  input: number;

  @Field(() => Float)
  output: number;

  @Field(() => Float)
  cacheRead: number;

  @Field(() => Float)
  cacheWrite: number;

  @Field(() => Float, { nullable: true, description: 'US dollars; null when the price of some is not known.' })
  cost: number | null;
}

@ObjectType({ description: 'What the variant lets it spend; null where that is not bounded.' })
export class ConversationBudget {
  @Field(() => Float, { nullable: true })
  tokens: number | null;

  @Field(() => Float, { nullable: true })
  usd: number | null;

  @Field(() => Float, { nullable: true })
  tokensLeft: number | null;

  @Field(() => Float, { nullable: true, description: '0 also when the price of what was spent is not known.' })
  usdLeft: number | null;
}

@Directive('@key(fields: "id")')
@ObjectType()
@Entity({ schema: 'exp', name: 'conversations' })
export class Conversation {
  @Field(() => ID)
  @PrimaryColumn('text')
  id: string;

  @Field(() => ID)
  @Column('text')
  unit: string;

  @Field(() => ConversationStatus)
  @Column('text')
  status: ConversationStatus;

  @Field(() => String, {
    nullable: true,
    description: 'Of its flow, or what `endConversation` was told; `budget_spent` when it may spend no more.',
  })
  @Column('text', { nullable: true })
  outcome: string | null;

  @Column('json')
  plan: ConversationPlan;

  @Column('text', { nullable: true })
  experiment: string | null;

  @Column('text', { name: 'variant', nullable: true })
  variantKey: string | null;

  @Field(() => ID, { nullable: true, description: 'What is executed; the variant may have changed since.' })
  @Column('text', { nullable: true })
  arm: string | null;

  @Field(() => ID, { nullable: true, description: 'Hash of the experiment’s release that assigned the variant.' })
  @Column('text', { nullable: true })
  release: string | null;

  @Column('text', { name: 'prompt_version', nullable: true })
  promptVersionId: string | null;

  /** Name of the flow that it follows. */
  @Column('text', { name: 'flow', nullable: true })
  flowName: string | null;

  @Column('text', { name: 'flow_version', nullable: true })
  flowVersionId: string | null;

  /** Where it stands in its flow after the turns that have ended. */
  @Column('json', { name: 'flow_state', nullable: true })
  flowState: FlowState | null;

  @Column('json')
  attributes: JsonObject;

  @Column('json')
  variables: JsonObject;

  /** The start or one of the turns so far was answered by a stand-in, or was going to be. */
  @Column('boolean', { name: 'stand_in' })
  standIn: boolean;

  @Column('int')
  fence: number;

  @Column('int')
  version: number;

  /** On the database's clock; null: no turn runs. */
  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  /** When its flow goes on by itself. */
  @Column('timestamptz', { name: 'wake_at', nullable: true })
  wakeAt: Date | null;

  /** Turns in a row that began so. */
  @Column('int')
  wakes: number;

  @Field(() => Handoff, { nullable: true, description: 'While a person has it.' })
  @Column('json', { nullable: true })
  handoff: Handoff | null;

  @Field(() => Int)
  @Column('int', { name: 'turn_count' })
  turnCount: number;

  @Field(() => String, {
    description: 'Subscribe to `messageStream` after this cursor to miss nothing that `messages` does not hold yet.',
  })
  @Column('text')
  cursor: string;

  /** Tokens and US dollars of all models that its turns have asked, whatever became of the turns. */
  @Column('double precision', { name: 'used_input' })
  usedInput: number;

  @Column('double precision', { name: 'used_output' })
  usedOutput: number;

  @Column('double precision', { name: 'used_cache_read' })
  usedCacheRead: number;

  @Column('double precision', { name: 'used_cache_write' })
  usedCacheWrite: number;

  /** Null: the price of some is not known. */
  @Column('double precision', { nullable: true })
  cost: number | null;

  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Moves with every message.' })
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Field(() => Int, { nullable: true, description: 'From 1 (bad) to 5, as its user rated it.' })
  @Column('smallint', { nullable: true })
  rating: number | null;

  @Column('text', { name: 'rating_comment', nullable: true })
  ratingComment: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}

export const ConversationConnection = connectionType('Conversation', Conversation);
