import type { Sql } from '@trialogue/store';
import { messageColumns, turnColumns } from '../columns';
import { Conversation } from '../conversation.entity';
import type { Happening } from '../following/flow-answer';
import { Message } from '../message.entity';
import type { Turn } from '../turn.entity';
import type { AcceptedTurn } from './accept';
import { ofFlow } from './turn-ledger';

/** Then it fails: what kills the processes that run a turn may be the turn. */
export const mostResumptions = 2;

type Abandoned = Turn & { readonly event: Happening | null; readonly began: boolean; readonly unclosed: boolean };

/**
 * Takes a turn whose process died, under the next fence, so that it can be run again from its beginning: what it has
 * recorded is not done again. Undefined, and nothing is written, when it must not be: it has begun what may have happened
 * and must not happen twice, it was resumed too often, or an earlier release accepted it, which did not write down
 * all that must not happen twice.
 *
 * @param conversation as it is, locked
 */
export async function takeOver(
  sql: Sql,
  conversation: Conversation,
  leaseMs: number,
): Promise<AcceptedTurn | undefined> {
  const { id, turnCount: number, fence } = conversation;
  const { rows } = await sql<Abandoned>(
    `select ${turnColumns}, event,
       exists (select from exp.effects
               where conversation = $1 and turn in (${ofFlow}, $2) and answer is null and may_repeat is not true
                 and (begun_in is null or begun_in = $2)) as began,
       exists (select from exp.turns
               where conversation = $1 and status <> 'RUNNING' and not closed) as unclosed
     from exp.turns where conversation = $1 and number = $2`,
    [id, number],
  );
  const turn = rows[0]!;
  const { cause, clientMessageId, standIn, startedAt, unclosed, resumptions, cancelRequested: cancelled } = turn;
  if (turn.began || resumptions === null || resumptions >= mostResumptions || cause === 'AGENT') return undefined;
  const question = cause === 'USER' ? await questionOf(sql, id, number) : undefined;
  const event = question ? ({ type: 'USER', text: question.text } as const) : turn.event;
  if (!event && cause !== 'TIMER') return undefined;
  const { rows: renewed } = await sql<Pick<Conversation, 'leaseUntil'>>(
    `with t as (
       update exp.turns set fence = $3, resumptions = resumptions + 1 where conversation = $1 and number = $2)
     update exp.conversations set fence = $3, lease_until = clock_timestamp() + $4 * interval '1 ms'
     where id = $1 returning lease_until as "leaseUntil"`,
    [id, number, fence + 1, leaseMs],
  );
  return {
    conversation: Object.assign(new Conversation(), conversation, renewed[0], { fence: fence + 1 }),
    ...{ number, fence: fence + 1, cause, standIn, startedAt, clientMessageId, unclosed },
    ...(question && { question }),
    ...(event && { event }),
    resumption: { count: resumptions + 1, cancelled },
  };
}

async function questionOf(sql: Sql, conversation: string, turn: number): Promise<Message | undefined> {
  const { rows } = await sql<Message>(
    `select ${messageColumns} from exp.messages where conversation = $1 and turn = $2 and role = 'USER'`,
    [conversation, turn],
  );
  return rows[0] && Object.assign(new Message(), rows[0]);
}
