import type { JsonObject } from '@trialogue/plugin-api';
import { checkSize, checkText, JsonObjectScalar, Scoped } from '@trialogue/subgraph';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { Conversation } from '../conversation.entity';
import type { ConversationService } from '../conversation.service';
import type { FlowsContext } from '../flows-context';
import { Message } from '../message.entity';
import { longestText } from '../text-input';
import type { Handoffs } from './handoffs';

@InputType()
export class ReplyAsAgentInput {
  @Field(() => ID)
  conversation: string;

  @Field(() => String, { description: 'Up to 32 KiB.' })
  text: string;

  @Field(() => ID, { description: 'The same id again is the same message.' })
  clientMessageId: string;
}

const longestName = 200;
const longestReason = 2_000;
const largestData = 32_768;

/** What a person does who takes a conversation over. */
@Resolver()
export class PersonResolver {
  constructor(
    private readonly conversations: ConversationService,
    private readonly handoffs: Handoffs,
  ) {}

  @Scoped('agent')
  @Mutation(() => Conversation, {
    description:
      'A person takes the conversation over: what the user writes is kept for them, and its flow stands still. One that a person has already stays as it is.',
  })
  async handOff(
    @Arg('conversation', () => ID) id: string,
    @Arg('to', () => String, { nullable: true, description: 'Name of a queue.' }) to: string | undefined,
    @Arg('reason', () => String, { nullable: true }) reason: string | undefined,
    @Ctx() { caller }: FlowsContext,
  ): Promise<Conversation> {
    if (to != null) checkText('to', to, longestName);
    if (reason != null) checkText('reason', reason, longestReason);
    const conversation = await this.conversations.getSeen(id, caller);
    return this.handoffs.takeOver(conversation, { to: to ?? null, reason: reason ?? null });
  }

  @Scoped('agent')
  @Mutation(() => Message, { description: 'Says something to the user, in a conversation that is handed off.' })
  async replyAsAgent(
    @Arg('input', () => ReplyAsAgentInput) { conversation: id, text, clientMessageId }: ReplyAsAgentInput,
    @Ctx() { caller }: FlowsContext,
  ): Promise<Message> {
    checkText('text', text, longestText);
    checkText('clientMessageId', clientMessageId, longestName);
    return this.handoffs.reply(await this.conversations.getSeen(id, caller), clientMessageId, text);
  }

  @Scoped('agent')
  @Mutation(() => Conversation, {
    description: 'Gives the conversation back; a flow that handed it over goes on, and sees the data as `result`.',
  })
  async handBack(
    @Arg('conversation', () => ID) id: string,
    @Arg('data', () => JsonObjectScalar, { nullable: true }) data: JsonObject | undefined,
    @Arg('clientHandBackId', () => ID, {
      nullable: true,
      description: 'The same id again within 48 hours gives it back once, also when it is handed off again meanwhile.',
    })
    clientHandBackId: string | undefined,
    @Ctx() { caller }: FlowsContext,
  ): Promise<Conversation> {
    checkSize('data', data ?? {}, largestData);
    if (clientHandBackId != null) checkText('clientHandBackId', clientHandBackId, longestName);
    const conversation = await this.conversations.getSeen(id, caller);
    return this.handoffs.giveBack(conversation, data ?? {}, clientHandBackId ?? null);
  }
}
