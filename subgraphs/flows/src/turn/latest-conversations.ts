import type { Store } from '@trialogue/store';
import { LRUCache } from 'lru-cache';
import { type Conversation, ConversationStatus } from '../conversation.entity';

/** UTF-16 units of JSON. */
const mostKept = 16_000_000;
const rowSize = 1_000;

interface Kept {
  readonly conversation: Conversation;
  /** Of what does not change from turn to turn. */
  readonly fixedSize: number;
  readonly size: number;
}

/**
 * Conversations as this process left them with their last turn, for whoever sends the next message. A hint: each is forgotten
 * when another process says that something has happened in it, and that a later one was missed, the statement that would
 * begin a turn finds out by fence and version.
 */
export class LatestConversations {
  private readonly kept = new LRUCache<string, Kept>({ maxSize: mostKept, sizeCalculation: ({ size }) => size });
  private readonly unlisten: () => void;

  constructor({ streams }: Pick<Store, 'streams'>) {
    this.unlisten = streams.onElsewhere((id) => this.forget(id));
  }

  get(id: string): Conversation | undefined {
    return this.kept.get(id)?.conversation;
  }

  /** @param flowSize UTF-16 units of the JSON of where its flow stands */
  keep(conversation: Conversation, flowSize: number): void {
    const { id, plan, attributes, variables } = conversation;
    if (conversation.status !== ConversationStatus.ACTIVE) {
      this.forget(id);
      return;
    }
    const before = this.kept.get(id);
    const isSame = before?.conversation.plan === plan; // then it was made of that one
    const fixedSize = isSame ? before.fixedSize : rowSize + JSON.stringify([plan, attributes, variables]).length;
    this.kept.set(id, { conversation, fixedSize, size: fixedSize + flowSize });
  }

  forget(id: string): void {
    this.kept.delete(id);
  }

  close(): void {
    this.unlisten();
    this.kept.clear();
  }
}
