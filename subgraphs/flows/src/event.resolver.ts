import type { JsonObject } from '@trialogue/plugin-api';
import { checkSize, checkText, JsonObjectScalar, Scoped } from '@trialogue/subgraph';
import { Arg, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Conversation } from './conversation.entity';
import type { ConversationService } from './conversation.service';
import { Message, MessageRole } from './message.entity';
import type { MessageService } from './message.service';
import type { Turns } from './turn/turns';
import { type Turn, TurnFailure, TurnStatus } from './turn.entity';

@InputType()
export class SendEventInput {
  @Field(() => ID)
  conversation: string;

  @Field(() => String, { description: 'As the flow’s `await` calls it.' })
  name: string;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'What the flow sees as `result`; up to 32 KiB.' })
  data?: JsonObject;

  @Field(() => ID, { description: 'The same id again is the same event. One whose turn failed may be sent again.' })
  eventId: string;
}

@ObjectType({ description: 'What became of an event.' })
export class SentEvent {
  readonly conversationId: string;
  readonly turn: Turn | undefined;

  @Field(() => Boolean, {
    description: 'False: the flow does not wait for it. It is not remembered: send it again when it does.',
  })
  taken: boolean;

  @Field(() => TurnStatus, { nullable: true, description: 'Of the turn that it began.' })
  status: TurnStatus | null;
}

const longestName = 200;
const largestData = 32_768;

/** What happens outside of a conversation, for a flow that awaits it. */
@Resolver(() => SentEvent)
export class EventResolver {
  constructor(
    private readonly conversations: ConversationService,
    private readonly messages: MessageService,
    private readonly turns: Turns,
  ) {}

  @Scoped('assign')
  @Mutation(() => SentEvent, {
    description:
      'Tells a flow what it awaits, and answers when it has gone on. For your servers: a user could not be believed.',
  })
  async sendEvent(@Arg('input', () => SendEventInput) input: SendEventInput): Promise<SentEvent> {
    const { conversation: id, name, data = {}, eventId } = input;
    checkText('name', name, longestName);
    checkText('eventId', eventId, longestName);
    checkSize('data', data, largestData);
    const turn = await this.turns.tell(await this.conversations.any(id), eventId, name, data);
    const { status = null } = turn ?? {};
    return Object.assign(new SentEvent(), { conversationId: id, turn, taken: turn !== undefined, status });
  }

  @FieldResolver(() => Conversation)
  conversation(@Root() { conversationId }: SentEvent): Promise<Conversation> {
    return this.conversations.any(conversationId);
  }

  @FieldResolver(() => Message, { nullable: true, description: 'What the flow said, if it did.' })
  async answer(@Root() { conversationId, turn }: SentEvent): Promise<Message | undefined> {
    const messages = turn ? await this.messages.ofTurn(conversationId, turn.number) : [];
    return messages.find(({ role }) => role === MessageRole.ASSISTANT);
  }

  @FieldResolver(() => TurnFailure, { nullable: true })
  failure(@Root() { turn }: SentEvent): TurnFailure | null {
    return turn?.failureCode ? { code: turn.failureCode, message: turn.failureMessage ?? turn.failureCode } : null;
  }
}
