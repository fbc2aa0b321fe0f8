import { type Conversation, ConversationStatus } from '../conversation.entity';
import type { FlowEntry } from '../stream/entry';
import type { TurnEnd } from '../turn/turn-end';
import type { Standing } from './standing';

/** Whether a turn gives the conversation to a person: also to another one than has it. */
export const handsOver = ({ status }: Pick<Conversation, 'status'>, flow: Standing | undefined): boolean =>
  flow?.handoff !== undefined && (status !== ConversationStatus.HANDED_OFF || flow.handoff.to !== undefined);

/** What the stream says of a turn that hands the conversation to a person, or takes it back. */
export function handingOver(conversation: Conversation, end: TurnEnd): FlowEntry | undefined {
  if (end.status === 'FAILED' || !end.flow) return undefined;
  const { handoff } = end.flow;
  if (handoff) return handsOver(conversation, end.flow) ? { type: 'conversation_handed_off', handoff } : undefined;
  return conversation.status === ConversationStatus.HANDED_OFF ? { type: 'conversation_handed_back' } : undefined;
}
