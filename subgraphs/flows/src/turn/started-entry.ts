import { MessageRole, MessageStatus } from '../message.entity';
import { type FlowEntry, messageData } from '../stream/entry';
import type { AcceptedTurn } from './accept';

/** The entry that begins the answer of a turn in the stream. */
export function startedEntry({ conversation, number, question, standIn }: AcceptedTurn, now: Date): FlowEntry {
  return {
    type: 'message_started',
    message: {
      conversation: conversation.id,
      turn: number,
      role: MessageRole.ASSISTANT,
      text: '',
      status: MessageStatus.STREAMING,
      structured: null,
      usage: null,
      cost: null,
      arm: conversation.arm,
      model: null,
      standIn,
      createdAt: now.toISOString(),
    },
    ...(question && { inReplyTo: messageData(question) }),
  };
}
