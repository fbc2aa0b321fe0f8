import { cursorOf, type Sql, type Store, terminal } from '@trialogue/store';
import { messageColumns, turnColumns } from '../columns';
import { Message, messageId } from '../message.entity';
import { asJson, type FlowEntry, messageData } from '../stream/entry';
import { Turn } from '../turn.entity';

/** The cursor of a turn's terminal entry. */
export const terminalCursor = (turn: Pick<Turn, 'fence'>): string => cursorOf(turn.fence, terminal);

/** The entry that ends a turn, built from its rows, so that whoever writes it tells the same. */
export function terminalEntry(
  turn: Pick<Turn, 'conversationId' | 'number' | 'failureCode'>,
  answer: Message | undefined,
  last?: number,
): FlowEntry {
  const known = last === undefined ? {} : { last };
  if (answer) return { type: 'message_completed', message: messageData(answer), ...known };
  if (turn.failureCode === null) return { type: 'turn_ended', ...known };
  const id = messageId(turn.conversationId, turn.number, 'ASSISTANT');
  return { type: 'message_failed', messageId: id, code: turn.failureCode, ...known };
}

const atOnce = 100;

/**
 * Writes the terminal entries that ended turns lack and marks the turns closed: of one conversation, before a new turn
 * writes its first entry and makes that impossible, or of any. Those that could not be sealed everywhere stay open, for
 * the next time.
 */
export async function closeTurns(store: Store, conversation?: string): Promise<void> {
  const { rows } = await store.sql<Turn>(
    `select ${turnColumns} from exp.turns
     where status <> 'RUNNING' and not closed and ($1::text is null or conversation = $1)
     order by conversation, number limit ${atOnce}`,
    [conversation ?? null],
  );
  for (const row of rows) {
    const turn = Object.assign(new Turn(), row);
    const entry = terminalEntry(turn, await answerOf(store.sql, turn));
    const sealed = await store.streams.seal(turn.conversationId, turn.fence, asJson(entry));
    if (sealed) await markClosed(store.sql, turn);
  }
}

export async function markClosed(sql: Sql, { conversationId, number }: Pick<Turn, 'conversationId' | 'number'>) {
  await sql('update exp.turns set closed = true where conversation = $1 and number = $2', [conversationId, number]);
}

async function answerOf(sql: Sql, { conversationId, number }: Turn): Promise<Message | undefined> {
  const { rows } = await sql<Message>(
    `select ${messageColumns} from exp.messages where conversation = $1 and turn = $2 and role = 'ASSISTANT'`,
    [conversationId, number],
  );
  return rows[0] && Object.assign(new Message(), rows[0]);
}
