import type { ExecutionFigures } from '@trialogue/executor';
import type { JsonObject } from '@trialogue/plugin-api';
import type { EventInput } from '@trialogue/store';
import { parsePromptReference } from '@trialogue/variant-config';
import type { Conversation } from './conversation.entity';
import { type Message, messageId } from './message.entity';
import type { Executed } from './turn/turn-end';

/** What every event of a conversation says of it. */
export type Subject = Executing & Pick<Conversation, 'flowVersionId' | 'flowState'>;

/** What the end of a conversation says of all of it: whether a stand-in had a part. */
type Whole = Pick<Conversation, 'standIn'>;

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

export const userDroppedOff = (subject: Subject & Whole, at: Date, turns: number): EventInput =>
  fact(subject, 'user_dropped_off', 'dropped_off', at, {
    turns,
    standIn: subject.standIn,
    ...stateData(subject),
  });

/** A flow has come to its end, and its conversation with it. */
export function flowCompleted(subject: Subject & Whole, at: Date, turns: number): EventInput {
  const { name, number } = parsePromptReference(subject.flowVersionId!)!;
  const { outcome, state } = subject.flowState!;
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

/** One id for both ends: an execution has exactly one of them. */
const executionId = (turn: TurnSubject) => `${turn.number}:execution`;

/** Where a flow's state names the prompt, the execution is this prompt's and not the conversation's. */
const executing = (subject: Subject, executed?: Executed): Subject =>
  executed ? { ...subject, promptVersionId: executed.promptVersionId } : subject;

/** @param figures absent when the flow answered by itself, and no model was asked */
export function executionCompleted(
  subject: Subject,
  turn: TurnSubject,
  at: Date,
  figures?: ExecutionFigures,
  executed?: Executed,
): EventInput {
  return fact(executing(subject, executed), 'execution_completed', executionId(turn), at, {
    ...turnData(subject, turn, executed),
    ...(figures ? figuresData(turn.standIn, figures) : { standIn: turn.standIn }),
  });
}

/** @param figures absent when the process that had them died */
export function executionFailed(
  subject: Subject,
  turn: TurnSubject,
  at: Date,
  code: string,
  figures?: ExecutionFigures,
  executed?: Executed,
): EventInput {
  return fact(executing(subject, executed), 'execution_failed', executionId(turn), at, {
    ...turnData(subject, turn, executed),
    code,
    ...(figures ? figuresData(turn.standIn, figures) : { standIn: turn.standIn }),
  });
}

/** What the strategy itself wanted to be known. */
export const strategyEvents = (
  subject: Subject,
  turn: TurnSubject,
  at: Date,
  figures: ExecutionFigures,
): EventInput[] =>
  figures.events.map(({ type, data }, index) =>
    fact(subject, type, `${turn.number}:event:${index}`, at, { ...data, turn: turn.number }),
  );

const turnData = (subject: Subject, { number }: TurnSubject, executed?: Executed): JsonObject => ({
  turn: number,
  strategy: executed?.strategy ?? subject.plan.strategy,
  ...stateData(subject),
});

/** Where it stands in its flow, if it follows one. */
const stateData = ({ flowState }: Subject): JsonObject => (flowState ? { state: flowState.state } : {});

/** @param expected whether a stand-in was going to answer */
export const figuresData = (
  expected: boolean,
  { latencyMs, usage, model, stopReason, standIn }: ExecutionFigures,
): JsonObject => ({
  latencyMs,
  usage: { ...usage },
  standIn: standIn || expected,
  ...(model !== undefined && { model }),
  ...(stopReason !== undefined && { stopReason }),
});
