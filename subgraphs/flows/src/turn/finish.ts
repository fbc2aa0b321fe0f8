import type { Usage } from '@trialogue/plugin-api';
import { fencedOff, type Prepared, type Store, terminal } from '@trialogue/store';
import { type Conversation, ConversationStatus } from '../conversation.entity';
import { endEntry } from '../expiry';
import { conversationEnded, executionId, flowCompleted, handedBack, handedOff, messageSent } from '../facts';
import { handingOver, handsOver } from '../following/handing-over';
import type { Standing } from '../following/standing';
import type { FlowLimits } from '../limits';
import { Message, MessageRole, MessageStatus } from '../message.entity';
import type { FlowEntry } from '../stream/entry';
import { storable } from '../text-input';
import { Turn, TurnStatus } from '../turn.entity';
import type { AcceptedTurn } from './accept';
import { terminalCursor, terminalEntry } from './close';
import { executionEvents } from './execution-events';
import type { Sent } from './history/history';
import { messageTokens } from './history/message-tokens';
import { addToSession } from './history/recent';
import { LeaseLost } from './stop';
import type { TurnEnd, TurnExecution } from './turn-end';
import { ofFlow } from './turn-ledger';
import { wakeAfter } from './wake-after';

type FinishLimits = Pick<FlowLimits, 'idleMs' | 'handedOffMs'>;

/** An entry of the turn's stream that is not written yet. */
export interface Unwritten {
  readonly n: number;
  readonly entry: FlowEntry;
}

/**
 * Ends a turn, in one statement: compare-and-set on fence and version, where the flow stands, the assistant's message, the
 * events, the turn's status and the end of its effects, what its stream still lacks, and the entry that ends it there. A flow
 * that has come to its end ends its conversation with it. Answers the turn as its row is. Throws LeaseLost, and nothing is
 * written, when the turn has ended otherwise.
 *
 * @param unwritten the last entries of the turn before the one that ends it
 * @param last n of the last entry that the turn wrote to the stream, or tried to, with these
 * @param sent which messages a model was given in it
 */
export async function finish(
  store: Store,
  turn: AcceptedTurn,
  end: TurnEnd,
  { unwritten, last }: { readonly unwritten: readonly Unwritten[]; readonly last: number },
  sent: Sent | null,
  now: Date,
  limits: FinishLimits,
): Promise<Turn> {
  const answer = answerOf(turn, end, now);
  const ended = endedTurn(turn, end, now, answer, sent);
  const flow = flowAfter(end);
  const outcome = ('outcome' in end && end.outcome) || flow?.state.outcome || null;
  const entries = [
    ...unwritten.map((one) => ({ ...one, fence: turn.fence })),
    { fence: turn.fence, n: terminal, entry: terminalEntry(ended, answer, last) },
    ...(outcome === null
      ? []
      : [{ fence: turn.fence + 1, n: 1, entry: endEntry(ConversationStatus.COMPLETED, outcome) }]),
  ];
  const { rowCount } = await store
    .sql(finishStatement, [
      ...conversationAfter(turn, flow, outcome, now, limits),
      ...messageAfter(answer),
      ...[
        turn.number,
        answer?.standIn ?? false,
        ended.status,
        ended.failureCode,
        ended.failureMessage,
        flow !== undefined || outcome !== null,
      ],
      store.events.rowsOf(eventsOf(turn, end, answer, now)),
      ...[
        entries.map(({ fence }) => fence),
        entries.map(({ n }) => n),
        entries.map(({ entry }) => JSON.stringify(entry)),
      ],
      ...[JSON.stringify(spendingOf(turn, end)), turn.conversation.unit, ended.cost, answer?.cost ?? null],
      ...[ended.sentFrom, ended.sentThrough, ended.sentMessages, ended.sentTokens, ended.sentSummary],
      answer ? messageTokens(answer.text) : null,
    ])
    .catch((error) => {
      throw error?.code === fencedOff ? new LeaseLost() : error;
    });
  if (rowCount === 0) throw new LeaseLost();
  store.events.appended();
  addToSession(store, turn, answer);
  return ended;
}

const finishStatement: Prepared = {
  name: 'finish_turn',
  text: `
    with s as (
      select coalesce(sum(i), 0) as i, coalesce(sum(o), 0) as o, coalesce(sum(r), 0) as r, coalesce(sum(w), 0) as w,
        case when bool_or(usd is null) then null else coalesce(sum(usd), 0) end as usd
      from json_to_recordset($30::json) as x(id text, recorded boolean, i float8, o float8, r float8, w float8, usd float8)
      left join lateral (select true as told from exp.event_ids e where recorded and e.unit = $31 and e.id = x.id limit 1) e on true
      where told is null),
    c as (
      update exp.conversations
      set version = version + 1, lease_until = null, cursor = $4, flow_state = coalesce($5, flow_state),
          outcome = coalesce($6, outcome), status = $7, handoff = $8, wake_at = $9,
          expires_at = greatest($10, $9::timestamptz, case when $11 then expires_at end),
          ended_at = case when $6::text is null then ended_at else $12::timestamptz end,
          fence = case when $6::text is null then fence else fence + 1 end,
          used_input = used_input + s.i, used_output = used_output + s.o, used_cache_read = used_cache_read + s.r,
          used_cache_write = used_cache_write + s.w, cost = cost + s.usd
      from s where id = $1 and fence = $2 and version = $3 and lease_until is not null
      returning id),
    m as (
      insert into exp.messages
        (conversation, turn, role, text, status, structured, usage, arm, model, stand_in, cost, created_at, tokens)
      select id, $20, $13, $14, $15, $16, $17, $18, $19, $21, $33, $12::timestamptz, $39::int from c where $13::text is not null),
    t as (
      update exp.turns t
      set status = $22, failure_code = $23, failure_message = $24, cost = $32, ended_at = $12::timestamptz, closed = true,
          sent_from = $34, sent_through = $35, sent_messages = $36, sent_tokens = $37, sent_summary = $38,
          client_message_id = case when cause in ('EVENT', 'BACK') and $22 <> 'COMPLETED' then null else client_message_id end
      from c where t.conversation = c.id and t.number = $20 and t.status = 'RUNNING'),
    f as (
      delete from exp.effects e using c where e.conversation = c.id and (e.turn = $20 or $25 and e.turn = ${ofFlow}))
    select exp.append_events($26), exp.append_entries(id, $27, $28, $29) from c`,
};

/** Of `finishStatement`, the first twelve. */
function conversationAfter(
  turn: AcceptedTurn,
  flow: Standing | undefined,
  outcome: string | null,
  now: Date,
  limits: FinishLimits,
): unknown[] {
  const { conversation, fence } = turn;
  const { status, handoff } = heldBy(turn, flow);
  return [
    ...[conversation.id, fence, conversation.version, terminalCursor(turn), flow ? JSON.stringify(flow.state) : null],
    ...[
      outcome,
      outcome === null ? status : ConversationStatus.COMPLETED,
      outcome === null && handoff ? JSON.stringify(handoff) : null,
    ],
    ...[
      outcome === null ? wakeAfter(turn, flow, now) : null,
      idleUntil(turn, flow, status, now, limits),
      turn.cause === 'TIMER',
      now,
    ],
  ];
}

/** The seven behind them; nulls where nothing is said. */
function messageAfter(answer: Message | undefined): unknown[] {
  if (!answer) return Array(7).fill(null);
  const { role, text, status, structured, usage, arm, model } = answer;
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return [role, text, status, json(structured), json(usage), arm, model];
}

function endedTurn(turn: AcceptedTurn, end: TurnEnd, now: Date, answer: Message | undefined, sent: Sent | null): Turn {
  const { conversation, number, cause, clientMessageId, fence, standIn, startedAt, question, resumption } = turn;
  const failure = end.status === 'FAILED' ? end.error : undefined;
  return Object.assign(new Turn(), {
    ...{ conversationId: conversation.id, number, cause, clientMessageId, fence, standIn, startedAt },
    resumptions: resumption?.count ?? 0,
    ...{ status: TurnStatus[end.status], failureCode: failure?.code ?? null, cancelRequested: false, closed: true },
    ...{ failureMessage: failure ? storable(failure.message) : null, endedAt: now },
    cost: costOf(end.executions ?? []),
    ...{ sentFrom: sent?.fromTurn ?? null, sentThrough: sent?.throughTurn ?? null, sentSummary: sent?.summary ?? null },
    ...{ sentMessages: sent?.messages ?? null, sentTokens: sent?.tokens ?? null },
    messages: [...(question ? [question] : []), ...(answer ? [answer] : [])],
  });
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
    cost: costOf(executions),
    arm: conversation.arm,
    model: models.at(-1) ?? null,
    standIn: executions.some(({ record }) => record.standIn),
    createdAt: now,
  });
}

/** Null: the price of one is not known, or nothing was executed. */
function costOf(executions: readonly TurnExecution[]): number | null {
  const costs = executions.map(({ record }) => record.cost ?? null);
  return costs.length === 0 || costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + cost!, 0);
}

/** What each execution has cost its conversation, under the id of its event: what is told already is counted already. */
const spendingOf = ({ conversation, number, standIn }: AcceptedTurn, { executions = [] }: TurnEnd) =>
  executions.map((execution) => {
    const { usage, cost = null } = execution.record;
    const id = `${conversation.id}:${executionId({ number, standIn }, execution)}`;
    const { input: i, output: o, cacheRead: r, cacheWrite: w } = usage;
    return { id, recorded: execution.recorded ?? false, i, o, r, w, usd: cost };
  });

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
    ...('outcome' in end
      ? [conversationEnded(conversation, now, end.outcome ?? null)]
      : executionEvents(conversation, turn, end, now)),
    ...(handed?.type === 'conversation_handed_off' ? [handedOff(conversation, now, handed.handoff)] : []),
    ...(handed?.type === 'conversation_handed_back' ? [handedBack(conversation, now)] : []),
    ...(flow?.state.outcome === undefined ? [] : [flowCompleted(conversation, now, turn.number)]),
  ];
}
