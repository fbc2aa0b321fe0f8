import { type Store, terminal } from '@trialogue/store';
import { conversationColumns } from '../columns';
import { Conversation } from '../conversation.entity';
import { messageSent } from '../facts';
import type { FlowLimits } from '../limits';
import { type Message, MessageRole } from '../message.entity';
import { asJson, messageData } from '../stream/entry';
import { isTaken, saveMessage, writtenBy } from './accept';

export interface KeepServices {
  readonly store: Store;
  readonly clock: () => Date;
  readonly limits: Pick<FlowLimits, 'handedOffMs'>;
}

/** What is said in a conversation that a person has: by the user, or by them. */
export interface Said {
  readonly cause: 'USER' | 'AGENT';
  /** Of its cause, one message each. */
  readonly clientMessageId: string;
  readonly text: string;
}

/**
 * Keeps a message in a conversation that a person has, in one transaction: a turn that has ended already, without an
 * answer, the message, its event, and the entry by which the stream tells it. False, and nothing is written, when no person
 * has the conversation. True also when it was kept a moment ago.
 */
export async function keepForPerson(services: KeepServices, id: string, said: Said): Promise<boolean> {
  try {
    return await keep(services, id, said);
  } catch (error) {
    if (isTaken(error)) return true;
    throw error;
  }
}

function keep({ store, clock, limits }: KeepServices, id: string, { cause, clientMessageId, text }: Said) {
  const now = clock();
  return store.transaction(async (sql): Promise<boolean> => {
    const { rows } = await sql<Conversation>(
      `update exp.conversations
       set fence = fence + 1, version = version + 1, turn_count = turn_count + 1, cursor = (fence + 1) || '-${terminal}',
           expires_at = greatest($3, wake_at)
       where id = $1 and status = 'HANDED_OFF' and lease_until is null and expires_at > $2
       returning ${conversationColumns}`,
      [id, now, new Date(now.getTime() + limits.handedOffMs)],
    );
    if (!rows[0]) return false;
    const conversation = Object.assign(new Conversation(), rows[0]);
    const { fence, turnCount: number } = conversation;
    await sql(
      `insert into exp.turns
         (conversation, number, cause, client_message_id, fence, status, stand_in, closed, started_at, ended_at)
       values ($1, $2, $3, $4, $5, 'COMPLETED', false, true, $6, $6)`,
      [id, number, cause, clientMessageId, fence, now],
    );
    const message: Message = writtenBy(MessageRole[cause], { conversation: id, turn: number, text, createdAt: now });
    await saveMessage(sql, message);
    await store.events.append(sql, [messageSent(conversation, message, false)]);
    const entry = asJson({ type: 'message_completed', message: messageData(message) });
    await store.streams.append(id, fence, terminal, [entry], sql);
    return true;
  });
}
