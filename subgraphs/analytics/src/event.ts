import { connectionType, DateTimeScalar, JsonObjectScalar } from '@trialogue/subgraph';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

/** A fact about a unit, as the event log holds it. */
@ObjectType('Event')
export class LoggedEvent {
  @Field(() => ID)
  unit: string;

  @Field(() => ID, { description: 'The producer’s own; the same id of the same unit counts once.' })
  id: string;

  @Field(() => String)
  type: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  at: Date;

  @Field(() => DateTimeScalar, { description: 'When it arrived here.' })
  receivedAt: Date;

  @Field(() => ID, { nullable: true })
  release: string | null;

  @Field(() => ID, { nullable: true })
  arm: string | null;

  @Field(() => JsonObjectScalar)
  data: object;

  /** Its place in the log, `<xid>.<seq>`. */
  place: string;
}

export const EventConnection = connectionType('Event', LoggedEvent);

@InputType('EventInput')
export class TrackedEvent {
  @Field(() => ID, { description: 'Whom it is about: the unit that experiments assign.' })
  unit: string;

  @Field(() => ID, {
    description: 'Your own; send the same id again after a failure, and it counts once (within 48 hours).',
  })
  id: string;

  @Field(() => String)
  type: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  at: Date;

  @Field(() => ID, { nullable: true, description: 'Hash of the release that it is due to.' })
  release?: string | null;

  @Field(() => ID, { nullable: true })
  arm?: string | null;

  @Field(() => JsonObjectScalar, { nullable: true })
  data?: object | null;
}

@ObjectType()
export class RejectedEvent {
  @Field(() => Int, { description: 'Its place in the batch, from 0.' })
  index: number;

  @Field(() => ID)
  id: string;

  @Field(() => String)
  reason: string;
}

@ObjectType({ description: 'What became of a batch; every event is in one of the three.' })
export class TrackedEvents {
  @Field(() => Int)
  accepted: number;

  @Field(() => Int, { description: 'Events that were in the log already, or earlier in the batch.' })
  duplicates: number;

  @Field(() => [RejectedEvent])
  rejected: RejectedEvent[];
}
