import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { ConversationStatus, Handoff } from '../conversation.entity';
import type { Message } from '../message.entity';

/** A message as the stream keeps it: its columns. */
export type MessageData = Omit<Message, 'id' | 'createdAt'> & { readonly createdAt: string };

/**
 * Who answers for an entry of a turn that shows something: `flow`, which would show the same again, or an effect in the
 * ledger, as `TurnLedger` names it, which does once it is recorded. Absent: it may not come out the same again.
 */
type Attributed = { readonly by?: string };

/**
 * What is in a conversation's stream. The last four end a turn or the conversation; a flow's opening ends as a turn does.
 * `turn_ended` is of a turn that said nothing, or of an attempt at one whose process died, and is not shown.
 * `last` is the n of the turn's last entry before, where whoever ends it knows that.
 */
export type FlowEntry =
  | { readonly type: 'message_started'; readonly message: MessageData; readonly inReplyTo?: MessageData }
  | (Attributed & { readonly type: 'message_delta'; readonly messageId: string; readonly text: string })
  /** The object of a structured answer as far as it has come. */
  | (Attributed & { readonly type: 'structured_delta'; readonly messageId: string; readonly partial: Json })
  | (Attributed & {
      readonly type: 'tool_called';
      readonly messageId: string;
      readonly tool: string;
      readonly callId: string;
      readonly arguments: JsonObject | null;
    })
  | {
      readonly type: 'tool_answered';
      readonly messageId: string;
      readonly tool: string;
      readonly callId: string;
      readonly ok: boolean;
    }
  | (Attributed & { readonly type: 'state_entered'; readonly state: string; readonly flow?: string })
  | (Attributed & { readonly type: 'conversation_handed_off'; readonly handoff: Handoff })
  | (Attributed & { readonly type: 'conversation_handed_back' })
  | { readonly type: 'message_completed'; readonly message: MessageData; readonly last?: number }
  | { readonly type: 'message_failed'; readonly messageId: string; readonly code: string; readonly last?: number }
  | { readonly type: 'turn_ended'; readonly last?: number }
  | { readonly type: 'conversation_ended'; readonly status: ConversationStatus; readonly outcome?: string | null };

/** What a turn shows as it goes, apart from the beginning of its message. */
export type AttributedEntry = Extract<FlowEntry, Attributed & { readonly type: string }> & Attributed;

export const messageData = (message: Message): MessageData => ({
  ...message,
  createdAt: message.createdAt.toISOString(),
});

/** Typed on the way in; the store takes any JSON. */
export const asJson = (entry: FlowEntry): JsonObject => entry as unknown as JsonObject;
