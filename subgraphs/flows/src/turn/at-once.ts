import type { Logger } from '@trialogue/plugin-api';
import { fencedOff, type Prepared, type Store } from '@trialogue/store';
import { budgetLeft } from '../budget';
import { Conversation, ConversationStatus } from '../conversation.entity';
import { messageSent } from '../facts';
import type { FlowVersions } from '../following/flow-versions';
import type { FlowLimits } from '../limits';
import { MessageRole, messageId } from '../message.entity';
import type { Turn } from '../turn.entity';
import { type AcceptedTurn, isTaken, type Offer, questionOf } from './accept';
import { answerByFlow } from './answer-by-flow';
import { DeltaWriter } from './delta-writer';
import { type Ending, endingOf } from './ending';
import { tellEnd } from './finish';
import { messageTokens } from './history/message-tokens';
import type { LatestConversations } from './latest-conversations';
import { byFlow } from './shown-before';
import { startedEntry } from './started-entry';
import { ofFlow } from './turn-ledger';
import type { TurnMetrics } from './turn-metrics';
import type { Checkpoint } from './turn-steps';

export interface AtOnceServices {
  readonly store: Store;
  readonly flows: FlowVersions;
  readonly clock: () => Date;
  readonly limits: FlowLimits;
  readonly logger: Logger;
  readonly checkpoint: Checkpoint;
  readonly metrics?: TurnMetrics;
  readonly latest: LatestConversations;
}

/** The turn must be accepted before it is answered. */
export const takesTime = Symbol('takes time');

class TakesTime extends Error {}

/**
 * Answers a user's message that needs nothing but the conversation's flow: no model, no call, nothing that happens outside.
 * What the flow says of the conversation as it is known is computed first; then one statement accepts the message and ends
 * its turn, or, when the conversation is no longer so, does nothing. A crash leaves all of it or nothing, and nobody is
 * told before it is on the disk.
 *
 * @returns the turn; undefined, and nothing is written: see `accept`; `takesTime`, likewise: it is no such turn, or earlier
 *   ones lack the entries that end them
 */
export async function answerAtOnce(
  services: AtOnceServices,
  offer: Offer,
): Promise<Turn | typeof takesTime | undefined> {
  const { store, checkpoint, metrics, latest } = services;
  const turn = prospective(offer);
  const whole = turn && (await wholeTurn(services, turn, offer));
  if (!whole) {
    latest.forget(offer.known.id);
    return takesTime;
  }
  await checkpoint('executed');
  const written = await write(store, whole);
  if (!(written instanceof Date)) {
    latest.forget(offer.known.id);
    return written;
  }
  const { ending } = whole;
  keepLatest(latest, turn, ending);
  tellEnd(store, turn, ending, written);
  metrics?.end('COMPLETED');
  await checkpoint('finished');
  return ending.turn;
}

/** A turn from its beginning to its end. */
interface WholeTurn {
  readonly turn: AcceptedTurn;
  readonly ending: Ending;
  /** As `exp.append_events` takes them. */
  readonly events: string;
}

/** Undefined: it takes time, or something of it fails; then it fails again, as a turn that was accepted. */
async function wholeTurn(services: AtOnceServices, turn: AcceptedTurn, offer: Offer): Promise<WholeTurn | undefined> {
  try {
    const ending = await endingAtOnce(services, turn);
    const begun = messageSent(offer.known, turn.question!, turn.standIn);
    return ending && { turn, ending, events: services.store.events.rowsOf([begun, ...ending.events]) };
  } catch {
    return undefined;
  }
}

/** The turn as Accept would make it; undefined: it is for Accept to find out what becomes of it. */
function prospective(offer: Offer): AcceptedTurn | undefined {
  const { known, cause, clientMessageId, event, standIn, now } = offer;
  const { plan, flowState, status, leaseUntil } = known;
  if (cause !== 'USER' || !plan.flow || !flowState || leaseUntil || status !== ConversationStatus.ACTIVE)
    return undefined;
  if (standIn !== known.standIn) return undefined; // which is an exposure
  if (budgetLeft(known)) return undefined; // summaries spend of it at any time
  const [number, fence] = [known.turnCount + 1, known.fence + 1];
  const conversation = Object.assign(new Conversation(), known, { fence, turnCount: number, wakes: 0 });
  const turn = { conversation, number, fence, cause, clientMessageId, standIn, startedAt: now, unclosed: false };
  return { ...turn, question: questionOf(offer, number)!, ...(event && { event }) };
}

/** As the rows are now. */
function keepLatest(
  latest: LatestConversations,
  turn: AcceptedTurn,
  { conversation, flowState, idleUntil }: Ending,
): void {
  const { version } = turn.conversation;
  const { outcome, wakeAt } = conversation;
  if (outcome !== null || !flowState || !idleUntil) {
    latest.forget(turn.conversation.id);
    return;
  }
  const expiresAt = wakeAt && wakeAt > idleUntil ? wakeAt : idleUntil;
  const changed = { ...conversation, flowState: JSON.parse(flowState), version: version + 1, expiresAt };
  latest.keep(Object.assign(new Conversation(), turn.conversation, changed), flowState.length);
}

/** Undefined, or rejected: it takes time, or fails. */
async function endingAtOnce(services: AtOnceServices, turn: AcceptedTurn): Promise<Ending | undefined> {
  const { clock, limits } = services;
  const { id, plan, flowState } = turn.conversation;
  let isLong = false;
  const refuse = async () => {
    throw new TakesTime();
  };
  const deltas = new DeltaWriter({
    ...{ messageId: messageId(id, turn.number, MessageRole.ASSISTANT), strategy: plan.strategy },
    ...{ deltaMs: limits.deltaMs, opening: startedEntry(turn, clock()), by: () => byFlow },
    ...{ append: refuse, before: () => {} },
    onError: () => {
      isLong = true;
    },
  });
  deltas.open();
  const where = { flow: plan.flow!, state: flowState! };
  const answer = answerByFlow(services, turn, where, deltas, { execute: refuse, call: refuse });
  const end = await answer.catch(() => undefined);
  const rest = await deltas.rest(); // which also ends its timer
  return end?.status === 'COMPLETED' && !isLong ? endingOf(turn, end, rest, null, clock(), limits) : undefined;
}

/** When; it is on the disk. Else nothing is written. */
async function write(store: Store, { turn, ending, events }: WholeTurn): Promise<Date | typeof takesTime | undefined> {
  const { conversation, number, clientMessageId, standIn, question, startedAt } = turn;
  const { answer, flowState, idleUntil, entries, turn: ended } = ending;
  const { cursor, outcome, status, handoff, wakeAt } = ending.conversation;
  try {
    const { rows } = await store.sql<{ readonly taken: Date | null; readonly unclosed: boolean }>(turnStatement, [
      ...[conversation.id, conversation.fence - 1, conversation.version, startedAt, ended.endedAt],
      ...[cursor, flowState, outcome, status, handoff && JSON.stringify(handoff), wakeAt, idleUntil],
      ...[number, clientMessageId, standIn, question!.text, messageTokens(question!.text)],
      ...[answer!.text, answer!.arm, messageTokens(answer!.text), events],
      ...[entries.map(({ fence }) => fence), entries.map(({ n }) => n), entries.map(({ json }) => json)],
    ]);
    const { taken, unclosed } = rows[0]!;
    return taken ?? (unclosed ? takesTime : undefined);
  } catch (error) {
    if (isTaken(error)) return undefined;
    if ((error as { code?: unknown }).code === fencedOff) return takesTime;
    throw error;
  }
}

const turnStatement: Prepared = {
  name: 'turn_at_once',
  text: `
    with u as (
      select exists (select from exp.turns where conversation = $1 and status <> 'RUNNING' and not closed) as unclosed),
    c as (
      update exp.conversations
      set fence = fence + case when $8::text is null then 1 else 2 end, version = version + 1, turn_count = turn_count + 1,
          cursor = $6, flow_state = coalesce($7, flow_state), outcome = coalesce($8, outcome), status = $9, handoff = $10,
          wake_at = $11, wakes = 0, expires_at = greatest($12, $11::timestamptz),
          ended_at = case when $8::text is null then ended_at else $5::timestamptz end
      from u where id = $1 and fence = $2 and version = $3 and lease_until is null and status = 'ACTIVE'
        and expires_at > $4 and not unclosed
      returning id),
    t as (
      insert into exp.turns (conversation, number, cause, client_message_id, fence, status, stand_in, closed, started_at,
        ended_at, resumptions)
      select id, $13, 'USER', $14, $2 + 1, 'COMPLETED', $15, true, $4, $5, 0 from c),
    m as (
      insert into exp.messages (conversation, turn, role, text, status, arm, stand_in, created_at, tokens)
      select id, $13, role, text, 'COMPLETED', arm, false, at, tokens
      from c, (values ('USER', $16, null, $4::timestamptz, $17::int), ('ASSISTANT', $18, $19, $5::timestamptz, $20::int))
        as said (role, text, arm, at, tokens)),
    f as (
      delete from exp.effects e using c where e.conversation = c.id and e.turn = ${ofFlow})
    select case when c.id is not null then statement_timestamp() end as taken, unclosed,
      case when c.id is not null then exp.append_events($21) end,
      case when c.id is not null then exp.append_entries_untold(c.id, $22, $23, $24)::text end
    from u left join c on true`,
};
