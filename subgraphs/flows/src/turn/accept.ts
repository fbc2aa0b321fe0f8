import { DomainError } from '@trialogue/errors';
import type { Sql, Store } from '@trialogue/store';
import { conversationColumns } from '../columns';
import { Conversation } from '../conversation.entity';
import { messageSent } from '../facts';
import type { Happening } from '../following/flow-answer';
import { Message, MessageRole, MessageStatus } from '../message.entity';
import type { TurnCause } from '../turn.entity';

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
}

export interface Offer {
  readonly conversation: string;
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
 * Begins a turn, in one transaction: the fence, the lease on the database's clock, the turn, the user's message and its
 * event, and the exposure to whoever answers now when that is not who answered before. Undefined, and nothing is written,
 * when the conversation cannot take it now or it has a turn.
 */
export async function accept(store: Store, offer: Offer): Promise<AcceptedTurn | undefined> {
  try {
    return await store.transaction(async (sql) => {
      const conversation = await claim(sql, offer);
      if (!conversation) return undefined;
      const { fence, turnCount: number } = conversation;
      await sql(
        `insert into exp.turns (conversation, number, cause, client_message_id, fence, stand_in, started_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [offer.conversation, number, offer.cause, offer.clientMessageId, fence, offer.standIn, offer.now],
      );
      const question = questionOf(offer, number);
      if (question) await saveMessage(sql, question);
      if (offer.standIn !== conversation.standIn) await changeAnswerer(store, sql, conversation, offer);
      if (question) await store.events.append(sql, [messageSent(conversation, question, offer.standIn)]);
      const { cause, event, standIn } = offer;
      return { conversation, number, fence, cause, ...(question && { question }), ...(event && { event }), standIn };
    });
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

async function claim(sql: Sql, offer: Offer): Promise<Conversation | undefined> {
  const timer = offer.cause === 'TIMER';
  const { rows } = await sql<Conversation>(
    `update exp.conversations
     set fence = fence + 1, turn_count = turn_count + 1, lease_until = clock_timestamp() + $4 * interval '1 ms',
         expires_at = case when $5 then expires_at else greatest($3, wake_at) end,
         wakes = case when $5 then wakes + 1 else 0 end
     where id = $1 and lease_until is null and status = any($6) and case when $5 then wake_at <= $2 else expires_at > $2 end
     returning ${conversationColumns}`,
    [
      ...[offer.conversation, offer.now, new Date(offer.now.getTime() + offer.idleMs), offer.leaseMs, timer],
      takenIn[offer.cause],
    ],
  );
  return rows[0] && Object.assign(new Conversation(), rows[0]);
}

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
async function changeAnswerer(store: Store, sql: Sql, conversation: Conversation, offer: Offer): Promise<void> {
  const { id, unit, plan, startedAt } = conversation;
  const { standIn, now } = offer;
  if (plan.arm) {
    const { experiment, variant } = plan.arm;
    await store.events.exposeAgain(sql, { unit, experiment, variant, startedAt, standIn, at: now.toISOString() });
  }
  if (!standIn) return;
  await sql('update exp.conversations set stand_in = true where id = $1', [id]);
  conversation.standIn = true;
}

const questionOf = ({ conversation, text, now }: Offer, turn: number): Message | undefined =>
  text === undefined ? undefined : writtenBy(MessageRole.USER, { conversation, turn, text, createdAt: now });

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
    arm: null,
    model: null,
    standIn: false,
  });

export async function saveMessage(sql: Sql, message: Message): Promise<void> {
  const { conversation, turn, role, text, status, structured, usage, arm, model, standIn, createdAt } = message;
  await sql(
    `insert into exp.messages
       (conversation, turn, role, text, status, structured, usage, arm, model, stand_in, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[conversation, turn, role, text, status, structured && JSON.stringify(structured)],
      ...[usage && JSON.stringify(usage), arm, model, standIn, createdAt],
    ],
  );
}

/** The same `clientMessageId` was accepted a moment ago (SQLSTATE unique_violation). */
export const isTaken = (error: unknown) => (error as { code?: unknown }).code === '23505';
