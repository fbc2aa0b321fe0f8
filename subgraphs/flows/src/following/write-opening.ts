import { cursorOf, type EventInput, type Sql, type Store, terminal } from '@trialogue/store';
import { type Conversation, ConversationStatus } from '../conversation.entity';
import { endStream } from '../expiry';
import { flowCompleted, handedOff, messageSent } from '../facts';
import type { FlowLimits } from '../limits';
import { type Message, MessageRole } from '../message.entity';
import { asJson, messageData } from '../stream/entry';
import { storable, storableJson } from '../text-input';
import { saveMessage, writtenBy } from '../turn/accept';
import type { Opening } from './opening';

/** Of the opening's entries in the stream: as if it were a turn, before the first. */
const openingFence = 1;

/** What a conversation's row says of an opening; also of one that is the end already. */
export function openedBy(
  opening: Opening,
  { startedAt, expiresAt }: Conversation,
  { handedOffMs }: Pick<FlowLimits, 'handedOffMs'>,
): Partial<Conversation> {
  const { state, wakeAt, handoff } = opening.standing;
  const { outcome } = state;
  const cursor = cursorOf(openingFence, opening.text === '' ? statesOf(opening).length : terminal);
  const opened = {
    ...{ flowState: JSON.parse(storableJson(state)), fence: openingFence, cursor, wakeAt },
    ...(wakeAt && wakeAt > expiresAt && { expiresAt: wakeAt }),
    ...(handoff && {
      ...{ status: ConversationStatus.HANDED_OFF, handoff },
      expiresAt: new Date(Math.max(startedAt.getTime() + handedOffMs, wakeAt?.getTime() ?? 0)),
    }),
  };
  if (outcome === undefined) return opened;
  return { ...opened, fence: openingFence + 1, status: ConversationStatus.COMPLETED, outcome, endedAt: startedAt };
}

/** Writes what is said first and the states that were entered, in the transaction that starts the conversation. */
export async function writeOpening(
  store: Store,
  sql: Sql,
  conversation: Conversation,
  opening: Opening,
): Promise<EventInput[]> {
  const { id, startedAt } = conversation;
  const events: EventInput[] = [];
  const { text } = opening;
  const states = statesOf(opening);
  if (states.length > 0) await store.streams.append(id, openingFence, 1, states, sql);
  if (text !== '') {
    const message = messageOf(conversation, storable(text));
    await saveMessage(sql, message);
    const entry = asJson({ type: 'message_completed', message: messageData(message) });
    await store.streams.append(id, openingFence, terminal, [entry], sql);
    events.push(messageSent(conversation, message, conversation.standIn));
  }
  if (conversation.handoff) events.push(handedOff(conversation, startedAt, conversation.handoff));
  if (conversation.endedAt) {
    await endStream(store, sql, conversation);
    events.push(flowCompleted(conversation, startedAt, 0));
  }
  return events;
}

function statesOf({ entered, standing }: Opening) {
  const { handoff } = standing;
  const handed = handoff ? [asJson({ type: 'conversation_handed_off', handoff })] : [];
  return [
    ...entered.map(({ state, flow }) => asJson({ type: 'state_entered', state, ...(flow !== undefined && { flow }) })),
    ...handed,
  ];
}

const messageOf = ({ id, arm, startedAt }: Conversation, text: string): Message =>
  Object.assign(writtenBy(MessageRole.ASSISTANT, { conversation: id, turn: 0, text, createdAt: startedAt }), { arm });
