import { DomainError } from '@trialogue/errors';
import type { Store } from '@trialogue/store';
import { conversationColumns } from './columns';
import { Conversation } from './conversation.entity';
import { conversationRated } from './facts';

export interface Rating {
  /** From 1 (bad) to 5. */
  readonly score: number;
  readonly comment: string | null;
}

/**
 * Rates a conversation, whatever state it is in, with its event in one transaction. The same rating again changes nothing.
 * Throws CONVERSATION_RATED when it has another one: it is counted by then.
 */
export function rate(store: Store, { id }: Conversation, { score, comment }: Rating, now: Date): Promise<Conversation> {
  return store.transaction(async (sql) => {
    const { rows } = await sql<Conversation>(
      `update exp.conversations set rating = $2, rating_comment = $3 where id = $1 and rating is null
       returning ${conversationColumns}`,
      [id, score, comment],
    );
    const rated = rows[0] && Object.assign(new Conversation(), rows[0]);
    if (rated) {
      await store.events.append(sql, [conversationRated(rated, now, score)]);
      return rated;
    }
    const { rows: known } = await sql<Conversation>(
      `select ${conversationColumns} from exp.conversations where id = $1 and rating = $2 and rating_comment is not distinct from $3`,
      [id, score, comment],
    );
    if (!known[0]) throw new DomainError('CONVERSATION_RATED', { conversation: id });
    return Object.assign(new Conversation(), known[0]);
  });
}
