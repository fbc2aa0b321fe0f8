import { DomainError } from '@trialogue/errors';
import type { GraphQLError } from 'graphql';
import { ask } from '../ask';
import type { ResultStream } from '../federation/result-stream';
import type { Leaving } from '../leaving';
import type { Pipeline, Visitor } from '../pipeline';
import { GraphRefusal } from './graph-refusal';

/** Whether it goes on. */
export interface Standing {
  readonly status: string;
  readonly outcome: string | null;
}

export interface AskedConversation extends Standing {
  /** Of what `messages` does not hold yet. */
  readonly cursor: string;
  readonly turnCount: number;
  /** An answer is under way. */
  readonly answering: boolean;
}

export interface ChatMessage {
  readonly id: string;
  readonly turn: number;
  readonly role: 'USER' | 'ASSISTANT' | 'AGENT';
  readonly text: string;
  readonly status: 'STREAMING' | 'COMPLETED' | 'CANCELLED';
  readonly model: string | null;
  readonly standIn: boolean;
  readonly arm: string | null;
  readonly structured: unknown;
  readonly usage: unknown;
}

export interface ChatTurn {
  readonly conversation: Standing & { readonly cursor: string };
  readonly answer: ChatMessage | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** An event of `messageStream`. */
export interface ChatEvent {
  readonly kind: string;
  readonly [field: string]: any;
}

const message = 'id turn role text status model standIn arm structured usage { input output cacheRead cacheWrite }';
const readDocument =
  'query ReadForChat($id: ID!) { conversation(id: $id) { cursor turnCount answering status outcome } }';
const sendDocument = `mutation SendFromChat($input: SendMessageInput!) { sendMessage(input: $input) {
  answer { ${message} } failure { code message } conversation { cursor status outcome } } }`;
const cancelDocument = 'mutation CancelFromChat($id: ID!) { cancelMessage(conversation: $id) { id } }';
const followDocument = `subscription FollowForChat($id: ID!, $after: String) {
  messageStream(conversation: $id, after: $after) { kind: __typename
    ... on MessageStarted { message { id turn } }
    ... on MessageDelta { messageId text }
    ... on ToolCalled { callId tool arguments }
    ... on ToolAnswered { callId tool ok }
    ... on StructuredDelta { messageId partial }
    ... on StateEntered { state flow }
    ... on ConversationHandedOff { handoff { reason } }
    ... on MessageCompleted { message { ${message} } }
    ... on MessageFailed { messageId code }
    ... on ConversationEnded { status outcome }
    ... on StreamReset { messages { ${message} } } } }`;

/** What a chat does in the graph: as any other caller of it, with the visitor's scopes and limits. Throws GraphRefusal. */
export class Talk {
  constructor(
    private readonly pipeline: Pipeline,
    private readonly visitor: Visitor,
    private readonly gone: Leaving,
  ) {}

  /** Throws CONVERSATION_NOT_FOUND. */
  async read(id: string): Promise<AskedConversation> {
    const { conversation } = await this.ask(readDocument, { id });
    if (!conversation) throw new DomainError('CONVERSATION_NOT_FOUND', { conversation: id });
    return conversation as AskedConversation;
  }

  /** Resolves when the turn has ended, also when the visitor has gone. */
  async send(conversation: string, text: string, clientMessageId: string): Promise<ChatTurn> {
    return (await this.ask(sendDocument, { input: { conversation, text, clientMessageId } })).sendMessage as ChatTurn;
  }

  async cancel(id: string): Promise<void> {
    await this.ask(cancelDocument, { id });
  }

  /** Ends with a GraphRefusal when the subscription does. */
  async follow(id: string, after: string): Promise<AsyncIterator<ChatEvent>> {
    const { pipeline, visitor } = this;
    const operation = pipeline.prepare({ text: followDocument }, visitor);
    if (Array.isArray(operation)) throw new GraphRefusal(operation[0]!);
    const results = await pipeline.subscribe(operation, { id, after }, visitor);
    if (!('next' in results)) throw new GraphRefusal(results.errors![0] as GraphQLError);
    return eventsOf(results);
  }

  private async ask(text: string, variables: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { data, errors } = await ask(this.pipeline, this.visitor, this.gone, text, variables);
    if (errors) throw new GraphRefusal(errors[0] as GraphQLError);
    return data as Record<string, unknown>;
  }
}

/** No generator: its `return` would wait for the event that is waited for. */
function eventsOf(results: ResultStream): AsyncIterator<ChatEvent> {
  return {
    async next() {
      const { done, value } = await results.next();
      if (done) return { done, value: undefined };
      const [error] = value.errors ?? [];
      if (error) throw new GraphRefusal(error as GraphQLError);
      return { done: false, value: (value.data as { messageStream: ChatEvent }).messageStream };
    },
    async return() {
      await results.return();
      return { done: true, value: undefined };
    },
  };
}
