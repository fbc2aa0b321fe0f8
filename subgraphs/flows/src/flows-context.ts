import type { Connection, RequestContext, SubgraphContext, Tables } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import type { ConversationService } from './conversation.service';
import type { Message } from './message.entity';
import type { MessagePage, MessageService } from './message.service';
import { type FlowLoaders, flowLoaders } from './registry/flow.loader';
import type { MessageEvent } from './stream/message-event';
import type { MessageStreamService } from './stream/message-stream';

/** What lives as long as one request. */
export interface FlowsLoaders extends FlowLoaders {
  conversation(context: RequestContext): DataLoader<string, object | null>;
  messages(conversation: string, page: MessagePage): Promise<Connection<Message>>;
  stream(conversation: string, after: string | null, context: RequestContext): Promise<AsyncIterable<MessageEvent>>;
}

export type FlowsContext = SubgraphContext<FlowsLoaders>;

export function flowsLoaders(
  tables: Tables,
  conversations: ConversationService,
  messages: MessageService,
  streams: MessageStreamService,
): FlowsLoaders {
  let conversation: DataLoader<string, object | null> | undefined;
  const pages = new Map<string, DataLoader<string, Connection<Message>>>();
  return {
    ...flowLoaders(tables),
    conversation({ caller }) {
      conversation ??= new DataLoader((ids: readonly string[]) => conversations.byIds(ids, caller));
      return conversation;
    },
    messages(id, page) {
      const key = JSON.stringify(page);
      const loader = pages.get(key) ?? new DataLoader((ids: readonly string[]) => messages.pages(ids, page));
      pages.set(key, loader);
      return loader.load(id);
    },
    stream: (id, after, { caller, signal }) => streams.open(id, after, caller, signal),
  };
}
