import type { Prepared, Sql } from '@trialogue/store';
import type { AcceptedTurn } from './accept';

interface Places {
  readonly conversation: string;
  readonly number: string;
  readonly startedAt: string;
  readonly clientMessageId: string;
}

/**
 * A condition: the turn is the one that was accepted. When a crash of the database has undone Accept, its fence and its number
 * are given out again.
 *
 * @param at where in the statement its parts stand
 */
export const stillAccepted = ({ conversation, number, startedAt, clientMessageId }: Places): string =>
  `exists (select from exp.turns where conversation = ${conversation} and number = ${number}
     and started_at = ${startedAt} and client_message_id is not distinct from ${clientMessageId})`;

/**
 * Resolves when the turn is on the database's disk: what follows is something in the log that means nothing, whose commit
 * waits for the disk, where everything before it goes first. False: a crash has undone its Accept.
 */
export async function reachDisk(sql: Sql, turn: AcceptedTurn): Promise<boolean> {
  const { conversation, number, startedAt, clientMessageId } = turn;
  const { rows } = await sql(reachDiskStatement, [conversation.id, number, startedAt, clientMessageId]);
  return rows.length > 0;
}

const reachDiskStatement: Prepared = {
  name: 'reach_disk',
  text: `select pg_logical_emit_message(true, 'trialogue', '')
    where ${stillAccepted({ conversation: '$1', number: '$2', startedAt: '$3', clientMessageId: '$4' })}`,
};
