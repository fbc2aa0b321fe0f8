import type { Store } from '@trialogue/store';
import type { Connection, RequestContext, SubgraphContext, Tables } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import type { ConversationService } from './conversation.service';
import type { Message } from './message.entity';
import type { MessagePage, MessageService } from './message.service';
import { type FlowLoaders, flowLoaders } from './registry/flow.loader';
import type { MessageEvent } from './stream/message-event';
import type { MessageStreamService } from './stream/message-stream';
import type { Summary } from './summary';
import { summariesOf } from './turn/history/summary';

/** What lives as long as one request. */
export interface FlowsLoaders extends FlowLoaders {
  conversation(context: RequestContext): DataLoader<string, object | null>;
  messages(conversation: string, page: MessagePage): Promise<Connection<Message>>;
  summary: DataLoader<string, Summary | null>;
  stream(conversation: string, after: string | null, context: RequestContext): Promise<AsyncIterable<MessageEvent>>;
}

export type FlowsContext = SubgraphContext<FlowsLoaders>;

export function flowsLoaders(
  tables: Tables,
  conversations: ConversationService,
  messages: MessageService,
  streams: MessageStreamService,
  { sql }: Pick<Store, 'sql'>,
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
    summary: new DataLoader((ids: readonly string[]) => summariesOf(sql, ids)),
    stream: (id, after, { caller, signal }) => streams.open(id, after, caller, signal),
  };
}
