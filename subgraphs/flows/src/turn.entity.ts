import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Message } from './message.entity';

export enum TurnStatus {
  RUNNING = 'RUNNING',
  COMPLETED = 'COMPLETED',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(TurnStatus, { name: 'TurnStatus' });

/** What began a turn: a message, the flow's own time, an event from outside, a person who hands back, or one who speaks. */
export type TurnCause = 'USER' | 'TIMER' | 'EVENT' | 'BACK' | 'AGENT';

@ObjectType({ description: 'Why a turn failed; a code of the error table, and its sentence.' })
export class TurnFailure {
  @Field(() => String)
  code: string;

  @Field(() => String)
  message: string;
}

@ObjectType({ description: 'Which messages a model was given in a turn, the one that it answered included.' })
export class SentMessages {
  @Field(() => Int, { description: 'The turn of the first; 0 is what a flow says before anybody speaks.' })
  fromTurn: number;

  @Field(() => Int, { description: 'The turn of the last.' })
  throughTurn: number;

  @Field(() => Int, { description: 'How many: all that were said between the two, empty ones aside.' })
  messages: number;

  @Field(() => Int, { nullable: true, description: 'Through which turn the summary went that was given with them.' })
  summary: number | null;

  @Field(() => Int, { description: 'Of the messages and the summary, estimated.' })
  tokens: number;
}

@ObjectType({ description: 'A message of the user and what became of it.' })
@Entity({ schema: 'exp', name: 'turns' })
export class Turn {
  @PrimaryColumn('text', { name: 'conversation' })
  conversationId: string;

  @Field(() => Int, { description: 'From 1.' })
  @PrimaryColumn('int')
  number: number;

  @Column('text')
  cause: TurnCause;

  /** Of an event its id, of what a timer began none; an event's is free again once its turn has failed. */
  @Field(() => ID)
  @Column('text', { name: 'client_message_id', nullable: true })
  clientMessageId: string | null;

  @Column('int')
  fence: number;

  @Field(() => TurnStatus)
  @Column('text')
  status: TurnStatus;

  @Column('boolean', { name: 'stand_in' })
  standIn: boolean;

  @Column('text', { name: 'failure_code', nullable: true })
  failureCode: string | null;

  @Column('text', { name: 'failure_message', nullable: true })
  failureMessage: string | null;

  @Column('boolean', { name: 'cancel_requested' })
  cancelRequested: boolean;

  @Column('boolean')
  closed: boolean;

  /** How often it was resumed because its process had died; null: it was accepted by a release that resumed none. */
  @Column('int', { nullable: true })
  resumptions: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'US dollars, of all models that were asked; null when a price is not known, or nobody was asked.',
  })
  @Column('double precision', { nullable: true })
  cost: number | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('int', { name: 'sent_from', nullable: true })
  sentFrom: number | null;

  @Column('int', { name: 'sent_through', nullable: true })
  sentThrough: number | null;

  @Column('int', { name: 'sent_messages', nullable: true })
  sentMessages: number | null;

  @Column('int', { name: 'sent_tokens', nullable: true })
  sentTokens: number | null;

  @Column('int', { name: 'sent_summary', nullable: true })
  sentSummary: number | null;

  /** What was said in it, where that is known without reading it. */
  messages?: readonly Message[];
}
