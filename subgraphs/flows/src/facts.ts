import type { ExecutionFigures } from '@trialogue/executor';
import { rootOf } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import type { EventInput } from '@trialogue/store';
import { parsePromptReference } from '@trialogue/variant-config';
import type { Conversation, Handoff } from './conversation.entity';
import { type Message, messageId } from './message.entity';
import type { TurnExecution } from './turn/turn-end';

/** What every event of a conversation says of it. */
export type Subject = Executing & Pick<Conversation, 'flowVersionId' | 'flowState'>;

/** What the end of a conversation says of all of it: whether a stand-in had a part. */
type Whole = Pick<Conversation, 'standIn'>;

/** What tells apart the times that a conversation was handed over. */
type Standing = Pick<Conversation, 'fence'>;

/** A turn as its events tell it. */
export interface TurnSubject {
  readonly number: number;
  /** The scripted model answers, or was going to. */
  readonly standIn: boolean;
}

/** What every event of something that is executed says of it. */
type Executing = Pick<Conversation, 'id' | 'unit' | 'plan' | 'arm' | 'release' | 'promptVersionId'>;

/** One fact. Its id follows from what happened, so that saying it twice counts once. */
export function factOf(subject: Executing, type: string, id: string, at: Date, data: JsonObject): EventInput {
  const compared = subject.plan.arm;
  return {
    unit: subject.unit,
    id: `${subject.id}:${id}`,
    type,
    at: at.toISOString(),
    ...(subject.release && { release: subject.release }),
    ...(subject.arm && { arm: subject.arm }),
    data: {
      ...data,
      ...(compared && {
        experiment: compared.experiment,
        variant: compared.variant,
        propensity: compared.propensity,
      }),
      ...(subject.promptVersionId && { promptVersion: subject.promptVersionId }),
    },
  };
}

function fact(subject: Subject, type: string, id: string, at: Date, data: JsonObject): EventInput {
  const { flow } = subject.plan;
  return factOf(subject, type, id, at, {
    ...data,
    conversation: subject.id,
    ...(flow && { flowVersion: flow.reference }),
  });
}

export const conversationStarted = (subject: Subject, at: Date, attributes: JsonObject, standIn: boolean): EventInput =>
  fact(subject, 'conversation_started', 'started', at, { attributes, standIn, ...stateData(subject) });

export const conversationEnded = (subject: Subject & Whole, at: Date, outcome: string | null): EventInput =>
  fact(subject, 'conversation_ended', 'ended', at, {
    outcome,
    standIn: subject.standIn,
    ...stateData(subject),
  });

/** What its user thinks of it, once: from 1 (bad) to 5. */
export const conversationRated = (subject: Subject & Whole, at: Date, score: number): EventInput =>
  fact(subject, 'conversation_rated', 'rated', at, { score, standIn: subject.standIn, ...stateData(subject) });

/** A model has written a summary of its beginning; what it took of the model is told apart from what answered. */
export const conversationSummarised = (
  subject: Subject,
  at: Date,
  throughTurn: number,
  { usage, cost, model }: Required<Pick<ExecutionFigures, 'usage' | 'cost' | 'model'>>,
): EventInput =>
  fact(subject, 'conversation_summarised', `summarised:${throughTurn}`, at, {
    ...{ throughTurn, usage: { ...usage }, cost, model, standIn: false },
    ...stateData(subject),
  });

export const userDroppedOff = (subject: Subject & Whole, at: Date, turns: number): EventInput =>
  fact(subject, 'user_dropped_off', 'dropped_off', at, {
    turns,
    standIn: subject.standIn,
    ...stateData(subject),
  });

/** A flow has come to its end, and its conversation with it. */
export function flowCompleted(subject: Subject & Whole, at: Date, turns: number): EventInput {
  const { name, number } = parsePromptReference(subject.flowVersionId!)!;
  const { outcome } = subject.flowState!;
  const { state } = rootOf(subject.flowState!);
  return fact(subject, 'flow_completed', 'flow_completed', at, {
    flow: name,
    version: number!,
    outcome: outcome!,
    turns,
    state,
    standIn: subject.standIn,
  });
}

/**
 * Says how long the message is, not what is in it.
 *
 * @param standIn whether a stand-in answers in the turn that it belongs to
 */
export function messageSent(subject: Subject, message: Message, standIn: boolean): EventInput {
  const { turn, role, text, createdAt } = message;
  const id = messageId('', turn, role).slice(1);
  return fact(subject, 'message_sent', id, createdAt, { turn, role, characters: text.length, standIn });
}

/** One id for both ends: an execution has exactly one of them. What answers a turn first is called as the turn is. */
export const executionId = (turn: TurnSubject, execution?: TurnExecution) =>
  `${execution?.key ?? turn.number}:execution`;

/** Where a flow names what is executed, the prompt is this one's and not the conversation's. */
const executing = (subject: Subject, execution?: TurnExecution): Subject =>
  execution?.executed ? { ...subject, promptVersionId: execution.executed.promptVersionId } : subject;

/** @param execution absent when the flow answered by itself, and nothing was executed */
export function executionCompleted(
  subject: Subject,
  turn: TurnSubject,
  at: Date,
  execution?: TurnExecution,
): EventInput {
  return fact(executing(subject, execution), 'execution_completed', executionId(turn, execution), at, {
    ...turnData(subject, turn, execution),
  });
}

/** The process died that knew what was executed. What was recorded of that is told by the turn that goes on from it. */
export const executionAbandoned = (subject: Subject, turn: TurnSubject, at: Date, code: string): EventInput =>
  fact(subject, 'execution_failed', `${turn.number}:abandoned`, at, { ...turnData(subject, turn), code });

/** @param execution absent when the flow answered by itself, and nothing was executed */
export function executionFailed(
  subject: Subject,
  turn: TurnSubject,
  at: Date,
  code: string,
  execution?: TurnExecution,
): EventInput {
  return fact(executing(subject, execution), 'execution_failed', executionId(turn, execution), at, {
    ...turnData(subject, turn, execution),
    code,
  });
}

/** What the strategy itself wanted to be known. */
export const strategyEvents = (
  subject: Subject,
  turn: TurnSubject,
  at: Date,
  { key, record }: TurnExecution,
): EventInput[] =>
  record.events.map(({ type, data }, index) =>
    fact(subject, type, `${key}:event:${index}`, at, { ...data, turn: turn.number }),
  );

/** A person has it from now on. */
export const handedOff = (subject: Subject & Standing, at: Date, { to }: Handoff): EventInput =>
  fact(subject, 'conversation_handed_off', `handed_off:${subject.fence}`, at, {
    to: to ?? null,
    ...stateData(subject),
  });

/** @param id of a client that has one for it */
export const handedBack = (subject: Subject & Standing, at: Date, id: string | null = null): EventInput =>
  fact(subject, 'conversation_handed_back', id === null ? `handed_back:${subject.fence}` : handBackId(id), at, {
    ...stateData(subject),
  });

/** Of the event, behind the conversation's. */
export const handBackId = (clientHandBackId: string): string => `handed_back:by:${clientHandBackId}`;

const turnData = (subject: Subject, { number, standIn }: TurnSubject, execution?: TurnExecution): JsonObject => ({
  turn: number,
  strategy: execution?.executed?.strategy ?? subject.plan.strategy,
  ...stateData(subject),
  ...(execution ? figuresData(standIn, execution.record) : { standIn }),
});

/** @param from what it followed, and where it stood in that; the subject is on the new version already */
export const conversationMigrated = (
  subject: Subject & Pick<Conversation, 'version'>,
  at: Date,
  from: string,
  before: NonNullable<Conversation['flowState']>,
): EventInput =>
  fact(subject, 'conversation_migrated', `migrated:${subject.version}`, at, {
    from,
    fromState: rootOf(before).state,
    ...stateData(subject),
  });

/** Where it stands in its own flow, if it follows one. */
const stateData = ({ flowState }: Subject): JsonObject => (flowState ? { state: rootOf(flowState).state } : {});

/** @param expected whether a stand-in was going to answer */
export const figuresData = (
  expected: boolean,
  { latencyMs, usage, cost, model, stopReason, standIn, fallback, fallbackVariant }: ExecutionFigures,
): JsonObject => ({
  latencyMs,
  usage: { ...usage },
  cost: cost ?? null,
  standIn: standIn || expected,
  ...(model !== undefined && { model }),
  ...(stopReason !== undefined && { stopReason }),
  ...(fallback && { fallback }),
  ...(fallbackVariant !== undefined && { fallbackVariant }),
});
