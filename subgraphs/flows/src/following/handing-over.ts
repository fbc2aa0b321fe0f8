import { type Conversation, ConversationStatus } from '../conversation.entity';
import type { FlowEntry } from '../stream/entry';
import type { TurnEnd } from '../turn/turn-end';

/** What the stream says of a turn that hands the conversation to a person, or takes it back. */
export function handingOver({ status }: Conversation, end: TurnEnd): FlowEntry | undefined {
  if (end.status === 'FAILED' || !end.flow) return undefined;
  const { handoff } = end.flow;
  const was = status === ConversationStatus.HANDED_OFF;
  if (handoff && !was) return { type: 'conversation_handed_off', handoff };
  return !handoff && was ? { type: 'conversation_handed_back' } : undefined;
}
