import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
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

  /** How often it was resumed because its process had died. */
  @Column('int')
  resumptions: number;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  /** What was said in it, where that is known without reading it. */
  messages?: readonly Message[];
}
