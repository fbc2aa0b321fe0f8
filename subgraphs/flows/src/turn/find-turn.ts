import type { Sql } from '@trialogue/store';
import { turnColumns } from '../columns';
import { Turn } from '../turn.entity';

/** The turn that a client's message began, if it did. */
export async function findTurn(sql: Sql, conversation: string, clientMessageId: string): Promise<Turn | undefined> {
  const { rows } = await sql<Turn>(
    `select ${turnColumns} from exp.turns where conversation = $1 and client_message_id = $2`,
    [conversation, clientMessageId],
  );
  return rows[0] && Object.assign(new Turn(), rows[0]);
}

/** What the user said in a turn. */
export async function questionText(sql: Sql, { conversationId, number }: Turn): Promise<string | undefined> {
  const { rows } = await sql<{ text: string }>(
    `select text from exp.messages where conversation = $1 and turn = $2 and role = 'USER'`,
    [conversationId, number],
  );
  return rows[0]?.text;
}
