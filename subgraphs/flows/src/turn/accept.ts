import { DomainError } from '@trialogue/errors';
import type { Prepared, Sql, Store } from '@trialogue/store';
import { Conversation } from '../conversation.entity';
import { messageSent } from '../facts';
import type { Happening } from '../following/flow-answer';
import { Message, MessageRole, MessageStatus } from '../message.entity';
import type { TurnCause } from '../turn.entity';
import { messageTokens } from './history/message-tokens';

/** A turn that this process may run: it holds the lease under this fence. */
export interface AcceptedTurn {
  /** As the transaction left it. */
  readonly conversation: Conversation;
  readonly number: number;
  readonly fence: number;
  readonly cause: TurnCause;
  /** What the user said, if that began it. */
  readonly question?: Message;
  /** What the conversation's flow is told; nothing when only its time has come. */
  readonly event?: Happening;
  readonly standIn: boolean;
  readonly startedAt: Date;
  readonly clientMessageId: string | null;
  /** Earlier turns lack the entries that end them. */
  readonly unclosed: boolean;
  /** Present when the process died that had it before. */
  readonly resumption?: Resumption;
}

export interface Resumption {
  /** From 1. The attempts that it takes the place of had the fences before. */
  readonly count: number;
  readonly cancelled: boolean;
}

export interface Offer {
  /** The conversation, as it was last seen. */
  readonly known: Conversation;
  readonly cause: Exclude<TurnCause, 'AGENT'>;
  /** Of its cause, one turn each; a timer's has none. */
  readonly clientMessageId: string | null;
  /** The user's. */
  readonly text?: string;
  /** What the conversation's flow is told. */
  readonly event?: Happening;
  readonly standIn: boolean;
  readonly now: Date;
  readonly leaseMs: number;
  readonly idleMs: number;
}

/**
 * Begins a turn, in one statement: the fence, the lease on the database's clock, the turn, the user's message and its
 * event; and with them, when who answers now is not who answered before, the exposure to that. Undefined, and nothing is
 * written, when the conversation is no longer as it is known, cannot take it now, or has a turn of this id.
 */
export async function accept(store: Store, offer: Offer): Promise<AcceptedTurn | undefined> {
  const { known } = offer;
  const number = known.turnCount + 1;
  const question = questionOf(offer, number);
  const claimed = (sql: Sql) => claim(sql, offer, question, store.events.rowsOf(eventsOf(offer, question)));
  try {
    const row =
      offer.standIn === known.standIn
        ? await claimed(store.sql)
        : await store.transaction(async (sql) => {
            const found = await claimed(sql);
            if (found) await changeAnswerer(store, sql, offer);
            return found;
          });
    if (!row) return undefined;
    if (question) store.events.appended();
    const { unclosed, ...changed } = row;
    const fence = known.fence + 1;
    const standIn = known.standIn || offer.standIn;
    const conversation = Object.assign(new Conversation(), known, changed, { fence, turnCount: number, standIn });
    const { cause, event } = offer;
    return {
      ...{ conversation, number, fence, cause, standIn: offer.standIn, startedAt: offer.now, unclosed },
      ...{ clientMessageId: offer.clientMessageId, ...(question && { question }), ...(event && { event }) },
    };
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

/** Why a conversation takes no message and cannot be ended; undefined: it would, by now. */
export function refusalOf({ id, status, expiresAt, leaseUntil }: Conversation, now: Date): DomainError | undefined {
  if (status !== 'ACTIVE' && status !== 'HANDED_OFF' && status !== 'DROPPED_OFF')
    return new DomainError('CONVERSATION_ENDED', { conversation: id, status });
  if (leaseUntil) return new DomainError('CONVERSATION_BUSY', { conversation: id });
  if (status !== 'DROPPED_OFF' && expiresAt > now) return undefined;
  return new DomainError('CONVERSATION_EXPIRED', { conversation: id, at: expiresAt.toISOString() });
}

type Claimed = Pick<Conversation, 'expiresAt' | 'wakes' | 'leaseUntil'> & { readonly unclosed: boolean };

const claimStatement: Prepared = {
  name: 'accept_turn',
  text: `
    with c as (
      update exp.conversations
      set fence = fence + 1, turn_count = turn_count + 1, lease_until = clock_timestamp() + $7 * interval '1 ms',
          expires_at = case when $8 then expires_at else greatest($6, wake_at) end,
          wakes = case when $8 then wakes + 1 else 0 end
      where id = $1 and fence = $2 and version = $3 and lease_until is null and status = any($4)
        and case when $8 then wake_at <= $5 else expires_at > $5 end
      returning id, turn_count, fence, expires_at, wakes, lease_until),
    t as (
      insert into exp.turns (conversation, number, cause, client_message_id, fence, stand_in, started_at, event,
        resumptions)
      select id, turn_count, $9, $10, fence, $11, $5, $14, 0 from c),
    m as (
      insert into exp.messages (conversation, turn, role, text, status, stand_in, created_at, tokens)
      select id, turn_count, 'USER', $12, 'COMPLETED', false, $5, $15 from c where $12::text is not null)
    select expires_at as "expiresAt", wakes, lease_until as "leaseUntil", exp.append_events($13) as appended,
      exists (select from exp.turns where conversation = $1 and status <> 'RUNNING' and not closed) as unclosed
    from c`,
};

async function claim(
  sql: Sql,
  { known, cause, clientMessageId, event, standIn, now, leaseMs, idleMs }: Offer,
  question: Message | undefined,
  events: string,
): Promise<Claimed | undefined> {
  const { rows } = await sql<Claimed & { readonly appended: number }>(claimStatement, [
    ...[known.id, known.fence, known.version, takenIn[cause], now, new Date(now.getTime() + idleMs), leaseMs],
    ...[cause === 'TIMER', cause, clientMessageId, standIn, question?.text ?? null, events],
    question || !event ? null : JSON.stringify(event), // what the user said is a message
    question ? messageTokens(question.text) : null,
  ]);
  if (!rows[0]) return undefined;
  const { appended: _, ...claimed } = rows[0];
  return claimed;
}

const eventsOf = ({ known, standIn }: Offer, question: Message | undefined) =>
  question ? [messageSent(known, question, standIn)] : [];

/** Status of a conversation that can take it. Time goes on for one that its flow has handed to a person. */
const takenIn = {
  USER: ['ACTIVE'],
  EVENT: ['ACTIVE'],
  TIMER: ['ACTIVE', 'HANDED_OFF'],
  BACK: ['HANDED_OFF'],
} as const;

/**
 * The model's key came or went since the conversation started: then the unit meets its variant in another way, which is
 * an exposure too, and executions are counted beside that one. Repeatable, for an exposure is recorded once.
 */
async function changeAnswerer(store: Store, sql: Sql, { known, standIn, now }: Offer): Promise<void> {
  const { id, unit, plan, startedAt } = known;
  if (plan.arm) {
    const { experiment, variant } = plan.arm;
    await store.events.exposeAgain(sql, { unit, experiment, variant, startedAt, standIn, at: now.toISOString() });
  }
  if (standIn) await sql('update exp.conversations set stand_in = true where id = $1', [id]);
}

/** The user's message, if that begins the turn. */
export const questionOf = ({ known, text, now }: Offer, turn: number): Message | undefined =>
  text === undefined ? undefined : writtenBy(MessageRole.USER, { conversation: known.id, turn, text, createdAt: now });

/** A message that nobody generated. */
export const writtenBy = (
  role: MessageRole,
  said: Pick<Message, 'conversation' | 'turn' | 'text' | 'createdAt'>,
): Message =>
  Object.assign(new Message(), {
    ...said,
    role,
    status: MessageStatus.COMPLETED,
    structured: null,
    usage: null,
    cost: null,
    arm: null,
    model: null,
    standIn: false,
  });

export async function saveMessage(sql: Sql, message: Message): Promise<void> {
  const { conversation, turn, role, text, status, structured, usage, arm, model, standIn, createdAt } = message;
  await sql(
    `insert into exp.messages
       (conversation, turn, role, text, status, structured, usage, arm, model, stand_in, created_at, tokens)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[conversation, turn, role, text, status, structured && JSON.stringify(structured)],
      ...[usage && JSON.stringify(usage), arm, model, standIn, createdAt],
      messageTokens(text),
    ],
  );
}

/** The same `clientMessageId` was accepted a moment ago (SQLSTATE unique_violation). */
export const isTaken = (error: unknown) => (error as { code?: unknown }).code === '23505';
