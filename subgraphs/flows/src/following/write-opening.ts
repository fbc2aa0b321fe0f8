import { cursorOf, type EventInput, type Sql, type Store, terminal } from '@trialogue/store';
import { type Conversation, ConversationStatus } from '../conversation.entity';
import { endStream } from '../expiry';
import { flowCompleted, messageSent } from '../facts';
import { Message, MessageRole, MessageStatus } from '../message.entity';
import { asJson, messageData } from '../stream/entry';
import { storable } from '../text-input';
import { saveMessage } from '../turn/accept';
import type { Opening } from './opening';

/** Of the opening's entries in the stream: as if it were a turn, before the first. */
const openingFence = 1;

/** What a conversation's row says of an opening; also of one that is the end already. */
export function openedBy({ state, entered, text }: Opening, startedAt: Date): Partial<Conversation> {
  const { outcome } = state;
  const cursor = cursorOf(openingFence, text === '' ? entered.length : terminal);
  const opened = { flowState: state, fence: openingFence, cursor };
  if (outcome === undefined) return opened;
  return { ...opened, fence: openingFence + 1, status: ConversationStatus.COMPLETED, outcome, endedAt: startedAt };
}

/** Writes what is said first and the states that were entered, in the transaction that starts the conversation. */
export async function writeOpening(
  store: Store,
  sql: Sql,
  conversation: Conversation,
  { entered, text }: Opening,
): Promise<EventInput[]> {
  const { id, startedAt } = conversation;
  const events: EventInput[] = [];
  const states = entered.map((state) => asJson({ type: 'state_entered', state }));
  if (states.length > 0) await store.streams.append(id, openingFence, 1, states, sql);
  if (text !== '') {
    const message = messageOf(conversation, storable(text));
    await saveMessage(sql, message);
    const entry = asJson({ type: 'message_completed', message: messageData(message) });
    await store.streams.append(id, openingFence, terminal, [entry], sql);
    events.push(messageSent(conversation, message, conversation.standIn));
  }
  if (conversation.endedAt) {
    await endStream(store, sql, conversation);
    events.push(flowCompleted(conversation, startedAt, 0));
  }
  return events;
}

const messageOf = ({ id, arm, startedAt }: Conversation, text: string): Message =>
  Object.assign(new Message(), {
    conversation: id,
    turn: 0,
    role: MessageRole.ASSISTANT,
    text,
    status: MessageStatus.COMPLETED,
    usage: null,
    arm,
    model: null,
    standIn: false,
    createdAt: startedAt,
  });
