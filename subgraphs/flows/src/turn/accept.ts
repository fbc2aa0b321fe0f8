import { DomainError } from '@trialogue/errors';
import type { Sql, Store } from '@trialogue/store';
import { conversationColumns } from '../columns';
import { Conversation } from '../conversation.entity';
import { messageSent } from '../facts';
import { Message, MessageRole, MessageStatus } from '../message.entity';

/** A turn that this process may run: it holds the lease under this fence. */
export interface AcceptedTurn {
  /** As the transaction left it. */
  readonly conversation: Conversation;
  readonly number: number;
  readonly fence: number;
  readonly question: Message;
  readonly standIn: boolean;
}

export interface Offer {
  readonly conversation: string;
  readonly clientMessageId: string;
  readonly text: string;
  readonly standIn: boolean;
  readonly now: Date;
  readonly leaseMs: number;
  readonly idleMs: number;
}

/**
 * Begins a turn, in one transaction: the fence, the lease on the database's clock, the turn, the user's message and its
 * event, and the exposure to whoever answers now when that is not who answered before. Undefined, and nothing is written, when the conversation cannot take a message now or the message has a turn.
 */
export async function accept(store: Store, offer: Offer): Promise<AcceptedTurn | undefined> {
  try {
    return await store.transaction(async (sql) => {
      const conversation = await claim(sql, offer);
      if (!conversation) return undefined;
      const { fence, turnCount: number } = conversation;
      await sql(
        `insert into exp.turns (conversation, number, client_message_id, fence, stand_in, started_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [offer.conversation, number, offer.clientMessageId, fence, offer.standIn, offer.now],
      );
      const question = questionOf(offer, number);
      await saveMessage(sql, question);
      if (offer.standIn !== conversation.standIn) await changeAnswerer(store, sql, conversation, offer);
      await store.events.append(sql, [messageSent(conversation, question, offer.standIn)]);
      return { conversation, number, fence, question, standIn: offer.standIn };
    });
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

/** Why a conversation takes no message and cannot be ended; undefined: it would, by now. */
export function refusalOf({ id, status, expiresAt, leaseUntil }: Conversation, now: Date): DomainError | undefined {
  if (status !== 'ACTIVE' && status !== 'DROPPED_OFF')
    return new DomainError('CONVERSATION_ENDED', { conversation: id, status });
  if (leaseUntil) return new DomainError('CONVERSATION_BUSY', { conversation: id });
  if (status === 'ACTIVE' && expiresAt > now) return undefined;
  return new DomainError('CONVERSATION_EXPIRED', { conversation: id, at: expiresAt.toISOString() });
}

async function claim(sql: Sql, offer: Offer): Promise<Conversation | undefined> {
  const { rows } = await sql<Conversation>(
    `update exp.conversations
     set fence = fence + 1, turn_count = turn_count + 1, expires_at = $3,
         lease_until = clock_timestamp() + $4 * interval '1 ms'
     where id = $1 and lease_until is null and status = 'ACTIVE' and expires_at > $2
     returning ${conversationColumns}`,
    [offer.conversation, offer.now, new Date(offer.now.getTime() + offer.idleMs), offer.leaseMs],
  );
  return rows[0] && Object.assign(new Conversation(), rows[0]);
}

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

function questionOf({ conversation, text, now }: Offer, turn: number): Message {
  return Object.assign(new Message(), {
    conversation,
    turn,
    role: MessageRole.USER,
    text,
    status: MessageStatus.COMPLETED,
    usage: null,
    arm: null,
    model: null,
    standIn: false,
    createdAt: now,
  });
}

export async function saveMessage(sql: Sql, message: Message): Promise<void> {
  const { conversation, turn, role, text, status, usage, arm, model, standIn, createdAt } = message;
  await sql(
    `insert into exp.messages (conversation, turn, role, text, status, usage, arm, model, stand_in, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [conversation, turn, role, text, status, usage && JSON.stringify(usage), arm, model, standIn, createdAt],
  );
}

/** The same `clientMessageId` was accepted a moment ago (SQLSTATE unique_violation). */
const isTaken = (error: unknown) => (error as { code?: unknown }).code === '23505';
