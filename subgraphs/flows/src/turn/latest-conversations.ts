import { LRUCache } from 'lru-cache';
import { type Conversation, ConversationStatus } from '../conversation.entity';

/** UTF-16 units of JSON, and for how long. */
const mostKept = 16_000_000;
const keptMs = 300_000;

/**
 * Conversations as this process left them with their last turn, for whoever offers them the next. A hint: Accept finds out
 * whether one is still so, and else it is read.
 */
export class LatestConversations {
  private readonly kept = new LRUCache<string, Conversation>({
    maxSize: mostKept,
    sizeCalculation: (conversation) => JSON.stringify(conversation).length,
    ttl: keptMs,
  });

  keep(conversation: Conversation): void {
    if (conversation.status === ConversationStatus.ACTIVE) this.kept.set(conversation.id, conversation);
    else this.kept.delete(conversation.id);
  }

  get(id: string): Conversation | undefined {
    return this.kept.get(id);
  }
}
