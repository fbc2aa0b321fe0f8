import type { Json, JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar, JsonScalar } from '@trialogue/subgraph';
import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { ConversationStatus, Handoff } from '../conversation.entity';
import { Message } from '../message.entity';

/** Plain data; `kind` is the name of its GraphQL type. */
@InterfaceType({ resolveType: ({ kind }: MessageEvent) => kind })
export abstract class MessageEvent {
  readonly kind: string;

  @Field(() => String, { description: 'Subscribe again after it to go on from here.' })
  cursor: string;

  @Field(() => ID)
  conversation: string;

  @Field(() => DateTimeScalar)
  at: Date;
}

@ObjectType({
  implements: MessageEvent,
  description:
    'A message begins. A second one of the same id: the message begins again, and what was shown of it before is void.',
})
export class MessageStarted extends MessageEvent {
  @Field(() => Message)
  message: Message;

  @Field(() => Message, { nullable: true, description: 'What the user said; null when nobody asked.' })
  inReplyTo: Message | null;
}

@ObjectType({ implements: MessageEvent })
export class MessageDelta extends MessageEvent {
  @Field(() => ID)
  messageId: string;

  @Field(() => String)
  text: string;
}

@ObjectType({
  implements: MessageEvent,
  description: 'A structured answer grows. It is shown as far as it has come, whole each time, up to 64 KiB of JSON.',
})
export class StructuredDelta extends MessageEvent {
  @Field(() => ID)
  messageId: string;

  @Field(() => JsonScalar, {
    description:
      'In place of the one before. It need not be what the schema accepts: members are missing, texts are cut short. An answer that was refused begins anew.',
  })
  partial: Json;
}

@ObjectType({ implements: MessageEvent, description: 'The model wants a tool to be used, and the strategy uses it.' })
export class ToolCalled extends MessageEvent {
  @Field(() => ID)
  messageId: string;

  @Field(() => String)
  tool: string;

  @Field(() => ID, { description: 'What its `ToolAnswered` names, within this message.' })
  callId: string;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'Null when they are longer than 16,384 characters of JSON.',
  })
  arguments: JsonObject | null;
}

@ObjectType({ implements: MessageEvent })
export class ToolAnswered extends MessageEvent {
  @Field(() => ID)
  messageId: string;

  @Field(() => String)
  tool: string;

  @Field(() => ID)
  callId: string;

  @Field(() => Boolean, { description: 'False: it failed, and the model was told so.' })
  ok: boolean;
}

@ObjectType({ implements: MessageEvent, description: 'The conversation’s flow went on to another state.' })
export class StateEntered extends MessageEvent {
  @Field(() => String)
  state: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The flow that the state is of, where it is not the conversation’s own.',
  })
  flow?: string | null;
}

@ObjectType({ implements: MessageEvent, description: 'A person has the conversation from now on.' })
export class ConversationHandedOff extends MessageEvent {
  @Field(() => Handoff)
  handoff: Handoff;
}

@ObjectType({ implements: MessageEvent, description: 'The conversation is its flow’s, or its prompt’s, again.' })
export class ConversationHandedBack extends MessageEvent {}

@ObjectType({ implements: MessageEvent, description: 'The whole message; also of one that was cancelled.' })
export class MessageCompleted extends MessageEvent {
  @Field(() => Message)
  message: Message;
}

@ObjectType({ implements: MessageEvent })
export class MessageFailed extends MessageEvent {
  @Field(() => ID)
  messageId: string;

  @Field(() => String, { description: 'Of the error table.' })
  code: string;
}

@ObjectType({ implements: MessageEvent })
export class ConversationEnded extends MessageEvent {
  @Field(() => ConversationStatus)
  status: ConversationStatus;

  @Field(() => String, { nullable: true, description: 'Of its flow, or what `endConversation` was told.' })
  outcome?: string | null;
}

@ObjectType({
  implements: MessageEvent,
  description: 'The stream no longer holds what the cursor points at: start again from this snapshot.',
})
export class StreamReset extends MessageEvent {
  @Field(() => [Message], { description: 'The last 200, oldest first.' })
  messages: Message[];
}

export const messageEventTypes = [
  MessageStarted,
  MessageDelta,
  StructuredDelta,
  ToolCalled,
  ToolAnswered,
  StateEntered,
  ConversationHandedOff,
  ConversationHandedBack,
  MessageCompleted,
  MessageFailed,
  ConversationEnded,
  StreamReset,
];
