import { checkText, Scoped } from '@trialogue/subgraph';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import { Conversation } from './conversation.entity';
import type { ConversationService } from './conversation.service';
import type { FlowsContext } from './flows-context';
import { Message, MessageRole } from './message.entity';
import type { MessageService } from './message.service';
import { longestText } from './text-input';
import type { Turns } from './turn/turns';
import { SentMessages, Turn, TurnFailure } from './turn.entity';

enum WhenBusy {
  WAIT = 'WAIT',
  REFUSE = 'REFUSE',
}
registerEnumType(WhenBusy, {
  name: 'WhenBusy',
  description: 'What becomes of a message while another turn of its conversation runs.',
  valuesConfig: {
    WAIT: {
      description:
        'It waits for the end of that turn, a minute at most, also when who sent it leaves; in one process five wait for a conversation, in the order in which they came.',
    },
    REFUSE: { description: 'It is refused as `CONVERSATION_BUSY`.' },
  },
});

@InputType()
export class SendMessageInput {
  @Field(() => ID)
  conversation: string;

  @Field(() => String, { description: 'Up to 32 KiB.' })
  text: string;

  @Field(() => ID, { description: 'The same id again is the same message: what it was answered is answered again.' })
  clientMessageId: string;

  @Field(() => WhenBusy, { defaultValue: WhenBusy.REFUSE })
  whenBusy: WhenBusy;
}

@Resolver(() => Turn)
export class TurnResolver {
  constructor(
    private readonly conversations: ConversationService,
    private readonly messages: MessageService,
    private readonly turns: Turns,
  ) {}

  @Scoped('converse')
  @Mutation(() => Turn, {
    description: 'Answers when the turn has ended; `messageStream` shows it as it goes. A failed turn is no error.',
  })
  async sendMessage(@Arg('input', () => SendMessageInput) input: SendMessageInput, @Ctx() context: FlowsContext) {
    checkText('text', input.text, longestText);
    checkText('clientMessageId', input.clientMessageId, 200);
    const conversation = await this.conversations.toContinue(input.conversation, context.caller);
    const wait = input.whenBusy === WhenBusy.WAIT ? context.signal : undefined;
    return this.turns.send(conversation, input.clientMessageId, input.text, wait);
  }

  @FieldResolver(() => Conversation)
  conversation(@Root() { conversationId }: Turn, @Ctx() { caller }: FlowsContext) {
    return this.conversations.get(conversationId, caller);
  }

  @FieldResolver(() => Message)
  async question(@Root() turn: Turn) {
    return this.message(turn, MessageRole.USER);
  }

  @FieldResolver(() => Message, { nullable: true, description: 'Null as long as it runs, and when it failed.' })
  async answer(@Root() turn: Turn) {
    return this.message(turn, MessageRole.ASSISTANT);
  }

  @FieldResolver(() => TurnFailure, { nullable: true })
  failure(@Root() { failureCode, failureMessage }: Turn): TurnFailure | null {
    return failureCode === null ? null : { code: failureCode, message: failureMessage ?? failureCode };
  }

  @FieldResolver(() => SentMessages, {
    nullable: true,
    description: 'Null as long as it runs, when no model was asked, and when the process that ran it died.',
  })
  sent(@Root() { sentFrom, sentThrough, sentMessages, sentTokens, sentSummary }: Turn): SentMessages | null {
    if (sentFrom === null || sentThrough === null || sentMessages === null || sentTokens === null) return null;
    return {
      ...{ fromTurn: sentFrom, throughTurn: sentThrough, messages: sentMessages },
      ...{ summary: sentSummary, tokens: sentTokens },
    };
  }

  private async message({ conversationId, number, messages: known }: Turn, role: MessageRole) {
    const messages = known ?? (await this.messages.ofTurn(conversationId, number));
    return messages.find((message) => message.role === role);
  }
}
