import { type ErrorCode, errorTable } from '@trialogue/errors';
import { ShownText } from './shown-text';
import type { ChatEvent, ChatMessage, ChatTurn, Standing } from './talk';

/** What is told of an answer, in the terms of no protocol. */
export type Told =
  | { readonly type: 'begin'; readonly id: string }
  /** `instead`: in place of what was told of this message before. */
  | { readonly type: 'text'; readonly id: string; readonly text: string; readonly instead: boolean }
  | { readonly type: 'tool-called'; readonly id: string; readonly tool: string; readonly arguments: unknown }
  | { readonly type: 'tool-answered'; readonly id: string; readonly ok: boolean }
  /** As far as it has come. */
  | { readonly type: 'object'; readonly id: string; readonly partial: unknown }
  | { readonly type: 'state'; readonly state: string; readonly flow: string | null }
  | { readonly type: 'handed-off'; readonly reason: string | null }
  | { readonly type: 'ended'; readonly status: string; readonly outcome: string | null }
  | End;

/** The last of an answer. */
export type End =
  | { readonly type: 'completed' | 'cancelled'; readonly message: ChatMessage | null }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** Makes of a conversation's events what is told, each text once, and nothing of the turns before. */
export class Telling {
  /** How the last answer so far ended. */
  end: End | undefined;
  /** By the id of each message that is told. */
  private readonly shown = new Map<string, ShownText>();
  private isOver = false;

  /** @param turn the last one of which nothing is told */
  constructor(private readonly turn: number) {}

  get hasBegun(): boolean {
    return this.shown.size > 0;
  }

  *tell(event: ChatEvent): Generator<Told> {
    const { kind, message, messageId } = event;
    if (message ? message.turn > this.turn : kind === 'StreamReset') yield* this.tellMessage(event);
    // What else happens in a user's turn comes behind the beginning of its answer.
    else if (!message && (messageId === undefined ? this.hasBegun : this.shown.has(messageId)))
      yield* this.tellRest(event);
  }

  private *tellMessage(event: ChatEvent): Generator<Told> {
    switch (event.kind) {
      case 'MessageStarted':
        this.shownOf(event.message.id).restart();
        yield { type: 'begin', id: event.message.id };
        break;
      case 'MessageCompleted':
        yield* this.whole(event.message);
        break;
      case 'StreamReset':
        for (const message of event.messages.slice(-1)) if (message.turn > this.turn) yield* this.whole(message);
    }
  }

  private *tellRest(event: ChatEvent): Generator<Told> {
    switch (event.kind) {
      case 'MessageDelta':
        yield* this.text(event.messageId, (shown) => shown.take(event.text));
        break;
      case 'ToolCalled':
        yield { type: 'tool-called', id: event.callId, tool: event.tool, arguments: event.arguments };
        break;
      case 'ToolAnswered':
        yield { type: 'tool-answered', id: event.callId, ok: event.ok };
        break;
      case 'StructuredDelta':
        yield { type: 'object', id: event.messageId, partial: event.partial };
        break;
      case 'StateEntered':
        yield { type: 'state', state: event.state, flow: event.flow };
        break;
      case 'ConversationHandedOff':
        yield { type: 'handed-off', reason: event.handoff.reason };
        break;
      case 'ConversationEnded':
        yield* this.standing(event as unknown as Standing);
        break;
      case 'MessageFailed':
        this.end = failed(event.code);
    }
  }

  /** What is left to tell of a turn that has ended. */
  *rest({ answer, failure }: ChatTurn): Generator<Told> {
    if (failure) this.end = { type: 'failed', ...failure };
    else if (answer) yield* this.whole(answer);
    else this.end = { type: 'completed', message: null };
  }

  /** Once: that the conversation has ended. */
  *standing({ status, outcome }: Standing): Generator<Told> {
    if (this.isOver || status === 'ACTIVE' || status === 'HANDED_OFF') return;
    this.isOver = true;
    yield { type: 'ended', status, outcome };
  }

  private *whole(message: ChatMessage): Generator<Told> {
    if (message.role === 'USER') return;
    yield* this.text(message.id, (shown) => shown.become(message.text));
    if (message.role === 'ASSISTANT')
      this.end = { type: message.status === 'CANCELLED' ? 'cancelled' : 'completed', message };
  }

  private *text(id: string, change: (shown: ShownText) => ReturnType<ShownText['take']>): Generator<Told> {
    const { text, instead } = change(this.shownOf(id));
    if (text !== '') yield { type: 'text', id, text, instead };
  }

  private shownOf(id: string): ShownText {
    const known = this.shown.get(id) ?? new ShownText();
    this.shown.set(id, known);
    return known;
  }
}

function failed(code: string): End {
  const message = errorTable[code as ErrorCode]?.help ?? 'The answer failed.';
  return { type: 'failed', code, message };
}
