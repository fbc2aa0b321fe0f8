import { ProblemType } from '@trialogue/subgraph';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FlowVersion } from '../registry/flow-version.entity';

@InputType()
export class StateImageInput {
  @Field(() => String, { description: 'A state of the old version.' })
  from: string;

  @Field(() => String, { nullable: true, description: 'Where its conversations go on in the new one; null: nowhere.' })
  to: string | null;
}

@InputType()
export class SlotImageInput {
  @Field(() => String, { description: 'A slot of the old version.' })
  from: string;

  @Field(() => String, { nullable: true, description: 'Its name in the new one; null: its value is given up.' })
  to: string | null;
}

@ArgsType()
export class MigrateConversationsArgs {
  @Field(() => ID)
  flow: string;

  @Field(() => Int)
  from: number;

  @Field(() => Int)
  to: number;

  @Field(() => [StateImageInput], {
    defaultValue: [],
    description: 'Where it is otherwise than is proposed: a dry run shows that.',
  })
  states: StateImageInput[];

  @Field(() => [SlotImageInput], {
    defaultValue: [],
    description: 'Of slots that have another name, or none any more.',
  })
  slots: SlotImageInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Answers what is proposed, and in the way; nothing moves.',
  })
  dryRun: boolean;
}

/** Where conversations that stand in a state of the old version go on, and how many there are. */
@ObjectType()
export class MigratedStates {
  @Field(() => String)
  from: string;

  @Field(() => String, { nullable: true, description: 'Null: nowhere.' })
  to: string | null;

  @Field(() => Int, { description: 'Conversations that stood there and are not of an experiment.' })
  count: number;
}

export enum LeftReason {
  EXPERIMENT = 'EXPERIMENT',
  BUSY = 'BUSY',
  REFUSED = 'REFUSED',
}
registerEnumType(LeftReason, {
  name: 'LeftReason',
  description:
    'EXPERIMENT: an experiment compares what its conversations began with, so they stay. BUSY: a turn ran; the next time. REFUSED: it moved meanwhile to where it cannot go over from.',
});

/** Conversations that stay on the old version. */
@ObjectType()
export class LeftConversations {
  @Field(() => LeftReason)
  reason: LeftReason;

  @Field(() => Int)
  count: number;

  @Field(() => [ID], { description: 'The first 20 by id.' })
  conversations: string[];
}

/** What became of the conversations of a version, or would. */
@ObjectType()
export class ConversationMigration {
  @Field(() => FlowVersion)
  from: FlowVersion;

  @Field(() => FlowVersion)
  to: FlowVersion;

  @Field(() => Boolean)
  dryRun: boolean;

  @Field(() => [MigratedStates])
  states: MigratedStates[];

  @Field(() => Int, { description: 'In a dry run: how many would.' })
  moved: number;

  @Field(() => [LeftConversations])
  left: LeftConversations[];

  @Field(() => [ProblemType], {
    description: 'Of a dry run: what keeps conversations from going over. Paths begin in the old flow.',
  })
  problems: ProblemType[];
}

/** How many conversations stand in a state. */
@ObjectType()
export class LiveConversations {
  @Field(() => String)
  state: string;

  @Field(() => Int)
  count: number;
}
