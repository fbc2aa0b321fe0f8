import { DateTimeScalar } from '@trialogue/subgraph';
import { Field, Int, ObjectType } from 'type-graphql';
import { TokenUsage } from './message.entity';

@ObjectType('ConversationSummary', {
  description: 'What a model has written of a conversation’s beginning, and is given in place of those messages.',
})
export class Summary {
  @Field(() => String)
  text: string;

  @Field(() => Int, { description: 'The last turn that it tells of.' })
  throughTurn: number;

  @Field(() => String, { description: 'The model that wrote it, as its provider calls it.' })
  model: string;

  @Field(() => TokenUsage, { description: 'Of all summaries of the conversation so far.' })
  usage: TokenUsage;

  @Field(() => DateTimeScalar)
  writtenAt: Date;
}
