import type { Sql } from '@trialogue/store';
import { turnColumns } from '../columns';
import { Turn, type TurnCause } from '../turn.entity';

/** The turn that something began which has an id of its sender's, if it did: a client's message, unless told. */
export async function findTurn(
  sql: Sql,
  conversation: string,
  clientMessageId: string,
  cause: TurnCause = 'USER',
): Promise<Turn | undefined> {
  const { rows } = await sql<Turn>(
    `select ${turnColumns} from exp.turns where conversation = $1 and cause = $3 and client_message_id = $2`,
    [conversation, clientMessageId, cause],
  );
  return rows[0] && Object.assign(new Turn(), rows[0]);
}

export async function numberedTurn(sql: Sql, conversation: string, number: number): Promise<Turn | undefined> {
  const { rows } = await sql<Turn>(`select ${turnColumns} from exp.turns where conversation = $1 and number = $2`, [
    conversation,
    number,
  ]);
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
