import type { Json } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonScalar } from '@trialogue/subgraph';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export enum MessageRole {
  USER = 'USER',
  ASSISTANT = 'ASSISTANT',
  /** A person who has taken the conversation over. */
  AGENT = 'AGENT',
}
registerEnumType(MessageRole, { name: 'MessageRole' });

export enum MessageStatus {
  /** Being written; its text arrives as `MessageDelta`s. */
  STREAMING = 'STREAMING',
  COMPLETED = 'COMPLETED',
  /** Cut short; its text is what had been said. */
  CANCELLED = 'CANCELLED',
}
registerEnumType(MessageStatus, { name: 'MessageStatus' });

@ObjectType({ description: 'Each token counted once: `input` leaves out what the provider’s cache took or gave.' })
export class TokenUsage {
  @Field(() => Int)
  input: number;

  @Field(() => Int)
  output: number;

  @Field(() => Int)
  cacheRead: number;

  @Field(() => Int)
  cacheWrite: number;
}

/** What a message is called, for ever: a retry writes the same one. */
export const messageId = (conversation: string, turn: number, role: keyof typeof MessageRole): string =>
  `${conversation}:${turn}:${role.toLowerCase()}`;

@ObjectType()
@Entity({ schema: 'exp', name: 'messages' })
export class Message {
  @PrimaryColumn('text')
  conversation: string;

  @Field(() => Int, { description: 'Number of the turn that it belongs to; 0: what a flow said at the start.' })
  @PrimaryColumn('int')
  turn: number;

  @Field(() => MessageRole)
  @PrimaryColumn('text')
  role: MessageRole;

  @Field(() => ID)
  get id(): string {
    return messageId(this.conversation, this.turn, this.role);
  }

  @Field(() => String)
  @Column('text')
  text: string;

  @Field(() => MessageStatus)
  @Column('text')
  status: MessageStatus;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'What was demanded as JSON of a schema: by a flow, the last of this answer, whose text is what was said of it; or by the prompt version, and the text is that JSON.',
  })
  @Column('json', { nullable: true })
  structured: Json | null;

  @Field(() => TokenUsage, { nullable: true })
  @Column('json', { nullable: true })
  usage: TokenUsage | null;

  @Field(() => Float, {
    nullable: true,
    description: 'US dollars, at the prices of that moment; null when one is not known, or nobody was asked.',
  })
  @Column('double precision', { nullable: true })
  cost: number | null;

  @Field(() => ID, { nullable: true, description: 'The arm that answered.' })
  @Column('text', { nullable: true })
  arm: string | null;

  @Field(() => String, { nullable: true, description: 'The model that answered, as its provider calls it.' })
  @Column('text', { nullable: true })
  model: string | null;

  @Field(() => Boolean, { description: 'The scripted model answered in place of a real one.' })
  @Column('boolean', { name: 'stand_in' })
  standIn: boolean;

  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
