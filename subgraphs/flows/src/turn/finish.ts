import { fencedOff, type Prepared, type Store } from '@trialogue/store';
import { executionId } from '../facts';
import type { Turn } from '../turn.entity';
import type { AcceptedTurn } from './accept';
import { type Ending, type EndingLimits, endingOf, type Unwritten } from './ending';
import type { Sent } from './history/history';
import { messageTokens } from './history/message-tokens';
import { addToSession } from './history/recent';
import { LeaseLost } from './stop';
import type { TurnEnd } from './turn-end';
import { ofFlow } from './turn-ledger';

/**
 * Ends a turn, in one statement: compare-and-set on fence and version, where the flow stands, the assistant's message, the
 * events, the turn's status and the end of its effects, what its stream still lacks, and the entry that ends it there. A flow
 * that has come to its end ends its conversation with it. Answers the turn as its row is. Throws LeaseLost, and nothing is
 * written, when the turn has ended otherwise.
 *
 * @see endingOf
 */
export async function finish(
  store: Store,
  turn: AcceptedTurn,
  end: TurnEnd,
  rest: { readonly unwritten: readonly Unwritten[]; readonly last: number },
  sent: Sent | null,
  now: Date,
  limits: EndingLimits,
): Promise<Turn> {
  const ending = endingOf(turn, end, rest, sent, now, limits);
  const { turn: ended, answer, entries, events } = ending;
  const { rows } = await store
    .sql<{ readonly at: Date }>(finishStatement, [
      ...conversationAfter(turn, ending, now),
      ...messageAfter(ending),
      ...[turn.number, answer?.standIn ?? false, ended.status, ended.failureCode, ended.failureMessage],
      ending.flowState !== null || ending.conversation.outcome !== null,
      store.events.rowsOf(events),
      ...[entries.map(({ fence }) => fence), entries.map(({ n }) => n), entries.map(({ json }) => json)],
      ...[JSON.stringify(spendingOf(turn, end)), turn.conversation.unit, ended.cost, answer?.cost ?? null],
      ...[ended.sentFrom, ended.sentThrough, ended.sentMessages, ended.sentTokens, ended.sentSummary],
      answer ? messageTokens(answer.text) : null,
    ])
    .catch((error) => {
      throw error?.code === fencedOff ? new LeaseLost() : error;
    });
  if (!rows[0]) throw new LeaseLost();
  tellEnd(store, turn, ending, rows[0].at);
  return ended;
}

/**
 * What others hear of the end of a turn, once it is on the disk. Not in its transaction, for Postgres lets one that notifies
 * commit at a time; word that is lost is made up for by whoever looks.
 *
 * @param at when it was written
 */
export function tellEnd(store: Store, turn: AcceptedTurn, { answer, entries }: Ending, at: Date): void {
  store.events.appended();
  store.streams.appended(
    turn.conversation.id,
    entries.map(({ json, ...position }) => ({ ...position, entry: json, at })),
  );
  addToSession(store, turn, answer);
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
    select exp.append_events($26), exp.append_entries_untold(id, $27, $28, $29)::text, statement_timestamp() as at from c`,
};

/** Of `finishStatement`, the first twelve. */
function conversationAfter(
  { conversation: { id, version }, fence, cause }: AcceptedTurn,
  { conversation, flowState, idleUntil }: Ending,
  now: Date,
): unknown[] {
  const { cursor, outcome, status, handoff, wakeAt } = conversation;
  return [
    ...[id, fence, version, cursor, flowState, outcome, status, handoff && JSON.stringify(handoff), wakeAt],
    ...[idleUntil, cause === 'TIMER', now],
  ];
}

/** The seven behind them; nulls where nothing is said. */
function messageAfter({ answer }: Ending): unknown[] {
  if (!answer) return Array(7).fill(null);
  const { role, text, status, structured, usage, arm, model } = answer;
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return [role, text, status, json(structured), json(usage), arm, model];
}

/** What each execution has cost its conversation, under the id of its event: what is told already is counted already. */
const spendingOf = ({ conversation, number, standIn }: AcceptedTurn, { executions = [] }: TurnEnd) =>
  executions.map((execution) => {
    const { usage, cost = null } = execution.record;
    const id = `${conversation.id}:${executionId({ number, standIn }, execution)}`;
    const { input: i, output: o, cacheRead: r, cacheWrite: w } = usage;
    return { id, recorded: execution.recorded ?? false, i, o, r, w, usd: cost };
  });
