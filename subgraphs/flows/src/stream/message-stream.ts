import { comparePositions, cursorOf, parseCursor, type Store, type StreamEvent } from '@trialogue/store';
import type { Caller } from '@trialogue/subgraph';
import { type Conversation, isOpen } from '../conversation.entity';
import type { ConversationService } from '../conversation.service';
import { Message } from '../message.entity';
import type { MessageService } from '../message.service';
import type { FlowEntry, MessageData } from './entry';
import type { MessageEvent } from './message-event';

const snapshotSize = 200;
const beginning = '0-0';
/** Before the first entry of any stream, as a reader has it who is to be told what is no longer held. */
const beforeFirst = cursorOf(1, 0);

/** A conversation's stream as the graph shows it. */
export class MessageStreamService {
  constructor(
    private readonly store: Store,
    private readonly conversations: ConversationService,
    private readonly messages: MessageService,
  ) {}

  /**
   * Everything from the cursor on, then live, until the conversation ends or the signal aborts. Throws
   * CONVERSATION_NOT_FOUND for a caller who may not see it, and CURSOR_INVALID.
   */
  async open(
    id: string,
    after: string | null,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<MessageEvent>> {
    const { fence } = parseCursor(after ?? beginning);
    const conversation = await this.conversations.getSeen(id, caller);
    let end = await this.endBehind(conversation, after ?? beginning);
    // Of one that has ended nothing more comes: if its end is not held, only a reset leads there.
    const from = isOpen(conversation.status) || fence > 0 ? after : beforeFirst;
    const reading = this.store.streams.read(id, from, signal);
    let ended = false;
    const iterator: AsyncIterableIterator<MessageEvent> = {
      [Symbol.asyncIterator]: () => iterator,
      next: async () => {
        let next = end || ended ? await reading.return!() : await reading.next();
        while (!next.done && !isShown(next.value)) next = await reading.next();
        const event = next.done ? end : await this.eventOf(id, next.value);
        const isReset = event?.kind === 'StreamReset';
        end = isReset ? await this.endBehind(await this.conversations.getSeen(id, caller), event.cursor) : undefined;
        if (!event) return { done: true, value: undefined };
        ended = event.kind === 'ConversationEnded';
        return { done: false, value: event };
      },
      return: async () => {
        await reading.return!();
        return { done: true, value: undefined };
      },
    };
    return iterator;
  }

  /** What a reader gets who has seen all of a conversation that has ended, as nothing else will come. */
  private async endBehind(
    { id, status, outcome, endedAt }: Conversation,
    cursor: string,
  ): Promise<MessageEvent | undefined> {
    if (isOpen(status)) return undefined;
    const last = (await this.store.streams.position(id)) ?? beginning;
    if (comparePositions(parseCursor(cursor), parseCursor(last)) < 0) return undefined;
    return eventWith('ConversationEnded', { conversation: id, cursor, at: endedAt! }, { status, outcome });
  }

  private async eventOf(conversation: string, event: StreamEvent): Promise<MessageEvent> {
    const { cursor } = event;
    if (!('reset' in event))
      return shown(
        { conversation, cursor, at: new Date(event.at) },
        event.entry as unknown as Parameters<typeof shown>[1],
      );
    const messages = await this.messages.latest(conversation, snapshotSize);
    return eventWith('StreamReset', { conversation, cursor, at: new Date() }, { messages });
  }
}

type Place = Pick<MessageEvent, 'conversation' | 'cursor' | 'at'>;

/** What is not, only ends a turn. */
const isShown = (event: StreamEvent): boolean => 'reset' in event || event.entry.type !== 'turn_ended';

function shown(place: Place, entry: Exclude<FlowEntry, { type: 'turn_ended' }>): MessageEvent {
  switch (entry.type) {
    case 'message_started':
      return eventWith('MessageStarted', place, {
        message: messageOf(entry.message),
        inReplyTo: entry.inReplyTo ? messageOf(entry.inReplyTo) : null,
      });
    case 'message_delta':
      return eventWith('MessageDelta', place, { messageId: entry.messageId, text: entry.text });
    case 'structured_delta':
      return eventWith('StructuredDelta', place, { messageId: entry.messageId, partial: entry.partial });
    case 'tool_called':
      return eventWith('ToolCalled', place, {
        ...toolOf(entry),
        arguments: entry.arguments,
      });
    case 'tool_answered':
      return eventWith('ToolAnswered', place, { ...toolOf(entry), ok: entry.ok });
    case 'state_entered':
      return eventWith('StateEntered', place, { state: entry.state, flow: entry.flow });
    case 'conversation_handed_off':
      return eventWith('ConversationHandedOff', place, { handoff: entry.handoff });
    case 'conversation_handed_back':
      return eventWith('ConversationHandedBack', place, {});
    case 'message_completed':
      return eventWith('MessageCompleted', place, { message: messageOf(entry.message) });
    case 'message_failed':
      return eventWith('MessageFailed', place, { messageId: entry.messageId, code: entry.code });
    case 'conversation_ended':
      return eventWith('ConversationEnded', place, { status: entry.status, outcome: entry.outcome });
  }
}

const toolOf = ({ messageId, tool, callId }: Extract<FlowEntry, { callId: string }>) => ({ messageId, tool, callId });

const eventWith = (kind: string, place: Place, rest: object): MessageEvent => ({ kind, ...place, ...rest });

const messageOf = (data: MessageData): Message =>
  Object.assign(new Message(), { ...data, createdAt: new Date(data.createdAt) });
