import type { Sql, Store } from '@trialogue/store';
import { conversationColumns } from './columns';
import { type Conversation, ConversationStatus } from './conversation.entity';
import { userDroppedOff } from './facts';
import { asJson, type FlowEntry } from './stream/entry';

const atOnce = 20;
const most = 200;

/**
 * Ends the conversations whose time is over, each exactly once, with its event and the entry that ends its stream. At most
 * 200 in one call: turns whose process died must not wait behind very many.
 */
export async function dropOffExpired(store: Store, now: Date): Promise<void> {
  const some = () => store.transaction((sql) => dropOffSome(store, sql, now));
  for (let count = atOnce; (await some()) === atOnce && count < most; count += atOnce);
}

async function dropOffSome(store: Store, sql: Sql, now: Date): Promise<number> {
  const { rows } = await sql<Conversation>(
    `update exp.conversations
     set status = 'DROPPED_OFF', ended_at = $1, wake_at = null, fence = fence + 1, version = version + 1
     where id in (
       select id from exp.conversations
       where status in ('ACTIVE', 'HANDED_OFF') and lease_until is null and expires_at <= $1
         and (wake_at is null or wake_at > $1)
       order by expires_at limit ${atOnce} for update skip locked)
     returning ${conversationColumns}`,
    [now],
  );
  if (rows.length === 0) return 0;
  await store.events.append(
    sql,
    rows.map((conversation) => userDroppedOff(conversation, now, conversation.turnCount)),
  );
  for (const conversation of rows) await endStream(store, sql, conversation);
  return rows.length;
}

/** The last entry that a conversation's stream will ever have; its fence was taken by whoever ended it. */
export async function endStream(
  store: Store,
  sql: Sql,
  { id, fence, status, outcome }: Pick<Conversation, 'id' | 'fence' | 'status' | 'outcome'>,
): Promise<void> {
  await store.streams.append(id, fence, 1, [asJson(endEntry(status, outcome))], sql);
}

export const endEntry = (status: ConversationStatus, outcome: string | null): FlowEntry => ({
  type: 'conversation_ended',
  status: ConversationStatus[status],
  outcome,
});
