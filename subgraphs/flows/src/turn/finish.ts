import { type Sql, type Store, terminal } from '@trialogue/store';
import { type Conversation, ConversationStatus } from '../conversation.entity';
import { endStream } from '../expiry';
import { executionCompleted, executionFailed, flowCompleted, messageSent, strategyEvents } from '../facts';
import { Message, MessageRole, MessageStatus } from '../message.entity';
import { asJson } from '../stream/entry';
import { storable } from '../text-input';
import { type AcceptedTurn, saveMessage } from './accept';
import { terminalCursor, terminalEntry } from './close';
import { addToHistory } from './history';
import { LeaseLost } from './stop';
import type { TurnEnd } from './turn-end';

/**
 * Ends a turn, in one transaction: compare-and-set on fence and version, where the flow stands, the assistant's message,
 * the events, the turn's status, and the entry that ends it in the stream. A flow that has come to its end ends its
 * conversation in the same transaction. Throws LeaseLost, and nothing is written, when the turn has ended
 * otherwise.
 *
 * @param last n of the last entry that the turn wrote to the stream, or tried to
 */
export async function finish(
  store: Store,
  turn: AcceptedTurn,
  end: TurnEnd,
  last: number,
  now: Date,
  idleMs: number,
): Promise<void> {
  const { conversation, number, fence } = turn;
  const answer = answerOf(turn, end, now);
  const failure = end.status === 'FAILED' ? end.error : undefined;
  await store.transaction(async (sql) => {
    const ended = await release(sql, turn, end, now, idleMs);
    if (answer) await saveMessage(sql, answer);
    await sql(
      `update exp.turns set status = $3, failure_code = $4, failure_message = $5, ended_at = $6
       where conversation = $1 and number = $2`,
      [conversation.id, number, end.status, failure?.code ?? null, failure ? storable(failure.message) : null, now],
    );
    await store.events.append(sql, eventsOf(turn, end, answer, now));
    const row = { conversationId: conversation.id, number, failureCode: failure?.code ?? null };
    const entry = asJson(terminalEntry(row, answer, last));
    if (!(await store.streams.append(conversation.id, fence, terminal, [entry], sql))) throw new LeaseLost();
    if (ended) await endStream(store, sql, ended);
  });
  addToHistory(store, turn, answer);
}

/** The conversation as it ended, if its flow has come to its end: its fence is one further, for the end's own entry. */
async function release(sql: Sql, turn: AcceptedTurn, end: TurnEnd, now: Date, idleMs: number) {
  const { conversation, fence } = turn;
  const flow = flowAfter(end);
  const outcome = flow?.outcome ?? null;
  const { rows } = await sql<Pick<Conversation, 'id' | 'fence' | 'status' | 'outcome'>>(
    `update exp.conversations
     set version = version + 1, lease_until = null, expires_at = $4, cursor = $5,
         flow_state = coalesce($6, flow_state), outcome = coalesce($7, outcome),
         status = case when $7::text is null then status else $8 end,
         ended_at = case when $7::text is null then ended_at else $9::timestamptz end,
         fence = case when $7::text is null then fence else fence + 1 end
     where id = $1 and fence = $2 and version = $3 and lease_until is not null
     returning id, fence, status, outcome`,
    [
      ...[conversation.id, fence, conversation.version, new Date(now.getTime() + idleMs), terminalCursor(turn)],
      ...[flow ? JSON.stringify(flow) : null, outcome, ConversationStatus.COMPLETED, now],
    ],
  );
  if (!rows[0]) throw new LeaseLost();
  return outcome === null ? undefined : rows[0];
}

const flowAfter = (end: TurnEnd) => (end.status === 'FAILED' ? undefined : end.flow);

/** A failed turn has none: what was said of it before it failed is not an answer. */
function answerOf({ conversation, number }: AcceptedTurn, end: TurnEnd, now: Date): Message | undefined {
  if (end.status === 'FAILED') return undefined;
  const { usage, model, standIn } = end.record ?? {};
  return Object.assign(new Message(), {
    conversation: conversation.id,
    turn: number,
    role: MessageRole.ASSISTANT,
    text: end.text,
    status: end.status === 'COMPLETED' ? MessageStatus.COMPLETED : MessageStatus.CANCELLED,
    usage: usage ?? null,
    arm: conversation.arm,
    model: model ?? null,
    standIn: standIn ?? false,
    createdAt: now,
  });
}

function eventsOf(turn: AcceptedTurn, end: TurnEnd, answer: Message | undefined, now: Date) {
  const flow = flowAfter(end);
  const conversation = { ...turn.conversation, ...(flow && { flowState: flow }) };
  const { record, executed } = end;
  const execution =
    end.status === 'COMPLETED'
      ? executionCompleted(conversation, turn, now, record, executed)
      : executionFailed(
          conversation,
          turn,
          now,
          end.status === 'FAILED' ? end.error.code : 'CANCELLED',
          record,
          executed,
        );
  const spoken = answer ? [messageSent(conversation, answer, turn.standIn || answer.standIn)] : [];
  const completed = flow?.outcome === undefined ? [] : [flowCompleted(conversation, now, turn.number)];
  return [...spoken, ...(record ? strategyEvents(conversation, turn, now, record) : []), execution, ...completed];
}
