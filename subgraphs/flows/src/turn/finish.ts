import type { DomainError } from '@trialogue/errors';
import type { Usage } from '@trialogue/plugin-api';
import { type Sql, type Store, terminal } from '@trialogue/store';
import { turnColumns } from '../columns';
import { type Conversation, ConversationStatus } from '../conversation.entity';
import { endStream } from '../expiry';
import { flowCompleted, handedBack, handedOff, messageSent } from '../facts';
import { handingOver, handsOver } from '../following/handing-over';
import type { Standing } from '../following/standing';
import type { FlowLimits } from '../limits';
import { Message, MessageRole, MessageStatus } from '../message.entity';
import { asJson } from '../stream/entry';
import { storable } from '../text-input';
import type { Turn } from '../turn.entity';
import { type AcceptedTurn, saveMessage } from './accept';
import { terminalCursor, terminalEntry } from './close';
import { executionEvents } from './execution-events';
import { addToHistory } from './history';
import { LeaseLost } from './stop';
import type { TurnEnd, TurnExecution } from './turn-end';
import { forgetFlowEffects } from './turn-ledger';
import { wakeAfter } from './wake-after';

type FinishLimits = Pick<FlowLimits, 'idleMs' | 'handedOffMs'>;

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
  limits: FinishLimits,
): Promise<void> {
  const { conversation, number, fence } = turn;
  const answer = answerOf(turn, end, now);
  const failure = end.status === 'FAILED' ? end.error : undefined;
  await store.transaction(async (sql) => {
    const ended = await release(sql, turn, end, now, limits);
    if (answer) await saveMessage(sql, answer);
    await endTurn(sql, conversation.id, number, { status: end.status, failure, endedAt: now });
    if (flowAfter(end)) await forgetFlowEffects(sql, conversation.id);
    await store.events.append(sql, eventsOf(turn, end, answer, now));
    const row = { conversationId: conversation.id, number, failureCode: failure?.code ?? null };
    const entry = asJson(terminalEntry(row, answer, last));
    if (!(await store.streams.append(conversation.id, fence, terminal, [entry], sql))) throw new LeaseLost();
    if (ended) await endStream(store, sql, ended);
  });
  addToHistory(store, turn, answer);
}

/** The turn's row. An event from outside whose turn failed may be sent again under its id. */
export async function endTurn(
  sql: Sql,
  conversation: string,
  number: number,
  end: { readonly status: TurnEnd['status']; readonly failure?: DomainError | undefined; readonly endedAt: Date },
): Promise<Turn | undefined> {
  const { status, failure, endedAt } = end;
  const { rows } = await sql<Turn>(
    `update exp.turns
     set status = $3, failure_code = $4, failure_message = $5, ended_at = $6,
         client_message_id = case when cause = 'EVENT' and $3 <> 'COMPLETED' then null else client_message_id end
     where conversation = $1 and number = $2 and status = 'RUNNING' returning ${turnColumns}`,
    [conversation, number, status, failure?.code ?? null, failure ? storable(failure.message) : null, endedAt],
  );
  return rows[0];
}

/** The conversation as it ended, if its flow has come to its end: its fence is one further, for the end's own entry. */
async function release(
  sql: Sql,
  turn: AcceptedTurn,
  end: TurnEnd,
  now: Date,
  limits: FinishLimits,
): Promise<Pick<Conversation, 'id' | 'fence' | 'status' | 'outcome'> | undefined> {
  const { conversation, fence } = turn;
  const flow = flowAfter(end);
  const outcome = flow?.state.outcome ?? null;
  const { status, handoff } = heldBy(turn, flow);
  const wakeAt = wakeAfter(turn, flow, now);
  const { rows } = await sql<Pick<Conversation, 'id' | 'fence' | 'status' | 'outcome'>>(
    `update exp.conversations
     set version = version + 1, lease_until = null, cursor = $4,
         flow_state = coalesce($5, flow_state), outcome = coalesce($6, outcome), status = $7, handoff = $8, wake_at = $9,
         expires_at = greatest($10, $9::timestamptz, case when $11 then expires_at end),
         ended_at = case when $6::text is null then ended_at else $12::timestamptz end,
         fence = case when $6::text is null then fence else fence + 1 end
     where id = $1 and fence = $2 and version = $3 and lease_until is not null
     returning id, fence, status, outcome`,
    [
      ...[
        conversation.id,
        fence,
        conversation.version,
        terminalCursor(turn),
        flow ? JSON.stringify(flow.state) : null,
        outcome,
      ],
      ...[outcome === null ? status : ConversationStatus.COMPLETED, handoff && JSON.stringify(handoff), wakeAt],
      ...[idleUntil(turn, flow, status, now, limits), turn.cause === 'TIMER', now],
    ],
  );
  if (!rows[0]) throw new LeaseLost();
  return outcome === null ? undefined : rows[0];
}

const flowAfter = (end: TurnEnd): Standing | undefined => (end.status === 'FAILED' ? undefined : end.flow);

/** Who has the conversation from now on. */
function heldBy({ conversation }: AcceptedTurn, flow: Standing | undefined): Pick<Conversation, 'status' | 'handoff'> {
  if (!flow) return conversation;
  const { state, handoff } = flow;
  if (!handoff || state.outcome !== undefined) return { status: ConversationStatus.ACTIVE, handoff: null };
  // Who has it since an earlier turn was told then to whom it goes, and why.
  const told = handsOver(conversation, flow) ? handoff : (conversation.handoff ?? handoff);
  return { status: ConversationStatus.HANDED_OFF, handoff: told };
}

/** Till when it may be idle. Time that goes by is nobody's message, and moves nothing. */
function idleUntil(
  { cause, conversation }: AcceptedTurn,
  flow: Standing | undefined,
  status: ConversationStatus,
  now: Date,
  { idleMs, handedOffMs }: FinishLimits,
): Date | null {
  if (cause === 'TIMER' && !handsOver(conversation, flow)) return null;
  return new Date(now.getTime() + (status === ConversationStatus.HANDED_OFF ? handedOffMs : idleMs));
}

/** A failed turn has none: what was said of it before it failed is not an answer. Nor has one that nobody asked for and that says nothing. */
function answerOf({ conversation, number, cause }: AcceptedTurn, end: TurnEnd, now: Date): Message | undefined {
  if (end.status === 'FAILED') return undefined;
  const { executions, structured } = end;
  if (cause !== 'USER' && end.text === '' && structured === undefined) return undefined;
  const models = executions.flatMap(({ record }) => record.model ?? []);
  return Object.assign(new Message(), {
    conversation: conversation.id,
    turn: number,
    role: MessageRole.ASSISTANT,
    text: end.text,
    status: end.status === 'COMPLETED' ? MessageStatus.COMPLETED : MessageStatus.CANCELLED,
    structured: structured ?? null,
    usage: executions.length > 0 ? usageOf(executions) : null,
    arm: conversation.arm,
    model: models.at(-1) ?? null,
    standIn: executions.some(({ record }) => record.standIn),
    createdAt: now,
  });
}

function usageOf(executions: readonly TurnExecution[]): Usage {
  const sum = (kind: keyof Usage) => executions.reduce((total, { record }) => total + record.usage[kind], 0);
  return { input: sum('input'), output: sum('output'), cacheRead: sum('cacheRead'), cacheWrite: sum('cacheWrite') };
}

function eventsOf(turn: AcceptedTurn, end: TurnEnd, answer: Message | undefined, now: Date) {
  const flow = flowAfter(end);
  const conversation = { ...turn.conversation, ...(flow && { flowState: flow.state }) };
  const spoken = answer ? [messageSent(conversation, answer, turn.standIn || answer.standIn)] : [];
  const handed = handingOver(turn.conversation, end);
  return [
    ...spoken,
    ...executionEvents(conversation, turn, end, now),
    ...(handed?.type === 'conversation_handed_off' ? [handedOff(conversation, now, handed.handoff)] : []),
    ...(handed?.type === 'conversation_handed_back' ? [handedBack(conversation, now)] : []),
    ...(flow?.state.outcome === undefined ? [] : [flowCompleted(conversation, now, turn.number)]),
  ];
}
