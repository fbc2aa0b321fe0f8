import type { Usage } from '@trialogue/plugin-api';
import { type EventInput, terminal } from '@trialogue/store';
import { type Conversation, ConversationStatus } from '../conversation.entity';
import { endEntry } from '../expiry';
import { conversationEnded, flowCompleted, handedBack, handedOff, messageSent } from '../facts';
import { handingOver, handsOver } from '../following/handing-over';
import type { Standing } from '../following/standing';
import type { FlowLimits } from '../limits';
import { Message, MessageRole, MessageStatus } from '../message.entity';
import type { FlowEntry } from '../stream/entry';
import { storable, storableJson } from '../text-input';
import { Turn, TurnStatus } from '../turn.entity';
import type { AcceptedTurn } from './accept';
import { terminalCursor, terminalEntry } from './close';
import { executionEvents } from './execution-events';
import type { Sent } from './history/history';
import type { TurnEnd, TurnExecution } from './turn-end';
import { wakeAfter } from './wake-after';

export type EndingLimits = Pick<FlowLimits, 'idleMs' | 'handedOffMs'>;

/** An entry of the turn's stream that is not written yet. */
export interface Unwritten {
  readonly n: number;
  readonly entry: FlowEntry;
}

/** What the end of a turn makes of its conversation. */
export interface Ending {
  /** As its row will be. */
  readonly turn: Turn;
  readonly answer: Message | undefined;
  /** JSON; null: its flow stands where it stood, or it follows none. */
  readonly flowState: string | null;
  /** Its outcome is null when it goes on. */
  readonly conversation: Pick<Conversation, 'cursor' | 'outcome' | 'status' | 'handoff' | 'wakeAt'>;
  /** Till when the conversation may be idle; null: as before. */
  readonly idleUntil: Date | null;
  readonly events: readonly EventInput[];
  /** What its stream still lacks, with the entry that ends it there. */
  readonly entries: readonly { readonly fence: number; readonly n: number; readonly json: string }[];
}

/**
 * @param unwritten the last entries of the turn before the one that ends it
 * @param last n of the last entry that the turn wrote to the stream, or tried to, with these
 * @param sent which messages a model was given in it
 */
export function endingOf(
  turn: AcceptedTurn,
  end: TurnEnd,
  { unwritten, last }: { readonly unwritten: readonly Unwritten[]; readonly last: number },
  sent: Sent | null,
  now: Date,
  limits: EndingLimits,
): Ending {
  const { fence } = turn;
  const answer = answerOf(turn, end, now);
  const ended = endedTurn(turn, end, now, answer, sent);
  const flow = flowAfter(end);
  const outcome = ('outcome' in end && end.outcome) || flow?.state.outcome || null;
  const isOver = outcome !== null;
  const { status, handoff } = heldBy(turn, flow);
  const entries = [
    ...unwritten.map((one) => ({ ...one, fence })),
    { fence, n: terminal, entry: terminalEntry(ended, answer, last) },
    ...(isOver ? [{ fence: fence + 1, n: 1, entry: endEntry(ConversationStatus.COMPLETED, outcome) }] : []),
  ];
  return {
    ...{ turn: ended, answer, flowState: flow ? storableJson(flow.state) : null },
    conversation: {
      ...{ cursor: terminalCursor(turn), outcome },
      status: isOver ? ConversationStatus.COMPLETED : status,
      handoff: isOver ? null : handoff,
      wakeAt: isOver ? null : wakeAfter(turn, flow, now),
    },
    idleUntil: idleUntil(turn, flow, status, now, limits),
    events: eventsOf(turn, end, answer, now),
    entries: entries.map(({ entry, ...position }) => ({ ...position, json: JSON.stringify(entry) })),
  };
}

function endedTurn(turn: AcceptedTurn, end: TurnEnd, now: Date, answer: Message | undefined, sent: Sent | null): Turn {
  const { conversation, number, cause, clientMessageId, fence, standIn, startedAt, question, resumption } = turn;
  const failure = end.status === 'FAILED' ? end.error : undefined;
  return Object.assign(new Turn(), {
    ...{ conversationId: conversation.id, number, cause, clientMessageId, fence, standIn, startedAt },
    resumptions: resumption?.count ?? 0,
    ...{ status: TurnStatus[end.status], failureCode: failure?.code ?? null, cancelRequested: false, closed: true },
    ...{ failureMessage: failure ? storable(failure.message) : null, endedAt: now },
    cost: costOf(end.executions ?? []),
    ...{ sentFrom: sent?.fromTurn ?? null, sentThrough: sent?.throughTurn ?? null, sentSummary: sent?.summary ?? null },
    ...{ sentMessages: sent?.messages ?? null, sentTokens: sent?.tokens ?? null },
    messages: [...(question ? [question] : []), ...(answer ? [answer] : [])],
  });
}

const flowAfter = (end: TurnEnd): Standing | undefined => (end.status === 'FAILED' ? undefined : end.flow);

/** Who has the conversation from now on. */
function heldBy({ conversation }: AcceptedTurn, flow: Standing | undefined): Pick<Conversation, 'status' | 'handoff'> {
  if (!flow) return conversation;
  const { state, handoff } = flow;
  if (!handoff || state.outcome !== undefined) return { status: ConversationStatus.ACTIVE, handoff: null };
  // Who has it since an earlier turn was told then to whom it goes, and why.
  const told = handsOver(conversation, flow) ? handoff : (conversation.handoff ?? handoff);
  return { status: ConversationStatus.HANDED_OFF, handoff: told };
}

/** Till when it may be idle. Time that goes by is nobody's message, and moves nothing. */
function idleUntil(
  { cause, conversation }: AcceptedTurn,
  flow: Standing | undefined,
  status: ConversationStatus,
  now: Date,
  { idleMs, handedOffMs }: EndingLimits,
): Date | null {
  if (cause === 'TIMER' && !handsOver(conversation, flow)) return null;
  return new Date(now.getTime() + (status === ConversationStatus.HANDED_OFF ? handedOffMs : idleMs));
}

/** A failed turn has none: what was said of it before it failed is not an answer. Nor has one that nobody asked for and that says nothing. */
function answerOf({ conversation, number, cause }: AcceptedTurn, end: TurnEnd, now: Date): Message | undefined {
  if (end.status === 'FAILED') return undefined;
  const { executions, structured } = end;
  if (cause !== 'USER' && end.text === '' && structured === undefined) return undefined;
  const models = executions.flatMap(({ record }) => record.model ?? []);
  return Object.assign(new Message(), {
    conversation: conversation.id,
    turn: number,
    role: MessageRole.ASSISTANT,
    text: end.text,
    status: end.status === 'COMPLETED' ? MessageStatus.COMPLETED : MessageStatus.CANCELLED,
    structured: structured ?? null,
    usage: executions.length > 0 ? usageOf(executions) : null,
    cost: costOf(executions),
    arm: conversation.arm,
    model: models.at(-1) ?? null,
    standIn: executions.some(({ record }) => record.standIn),
    createdAt: now,
  });
}

/** Null: the price of one is not known, or nothing was executed. */
function costOf(executions: readonly TurnExecution[]): number | null {
  const costs = executions.map(({ record }) => record.cost ?? null);
  return costs.length === 0 || costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + cost!, 0);
}

function usageOf(executions: readonly TurnExecution[]): Usage {
  const sum = (kind: keyof Usage) => executions.reduce((total, { record }) => total + record.usage[kind], 0);
  return { input: sum('input'), output: sum('output'), cacheRead: sum('cacheRead'), cacheWrite: sum('cacheWrite') };
}

function eventsOf(turn: AcceptedTurn, end: TurnEnd, answer: Message | undefined, now: Date) {
  const flow = flowAfter(end);
  const conversation = { ...turn.conversation, ...(flow && { flowState: flow.state }) };
  const spoken = answer ? [messageSent(conversation, answer, turn.standIn || answer.standIn)] : [];
  const handed = handingOver(turn.conversation, end);
  return [
    ...spoken,
    ...('outcome' in end
      ? [conversationEnded(conversation, now, end.outcome ?? null)]
      : executionEvents(conversation, turn, end, now)),
    ...(handed?.type === 'conversation_handed_off' ? [handedOff(conversation, now, handed.handoff)] : []),
    ...(handed?.type === 'conversation_handed_back' ? [handedBack(conversation, now)] : []),
    ...(flow?.state.outcome === undefined ? [] : [flowCompleted(conversation, now, turn.number)]),
  ];
}
