import { DomainError } from '@trialogue/errors';
import type { ExecutionRecord } from '@trialogue/executor';
import type { Json } from '@trialogue/plugin-api';
import { storageProblems } from '@trialogue/variant-config';
import type { Standing } from '../following/standing';
import { storable } from '../text-input';
import { TurnStopped } from './stop';

/** How a turn ends, as its rows and events will say it. */
export type TurnEnd =
  | {
      readonly status: 'COMPLETED' | 'CANCELLED';
      readonly text: string;
      /** The last answer that was demanded as JSON of a schema. */
      readonly structured?: Json;
      readonly executions: readonly TurnExecution[];
      /** Where the conversation stands in its flow from now on. */
      readonly flow?: Standing;
      /** Present: the conversation ends with it, where it stands. */
      readonly outcome?: string;
    }
  | {
      readonly status: 'FAILED';
      readonly error: DomainError;
      readonly executions?: readonly TurnExecution[];
    };

/** One execution of a turn: what answers, or what its flow calls. */
export interface TurnExecution {
  /** Of its facts, within the conversation: the same when the turn is retried. */
  readonly key: string;
  readonly record: ExecutionRecord;
  /** It was executed in a turn before, or by a process that died, and is told again. */
  readonly recorded?: true;
  /** What was executed, where the flow named it: it is not the conversation's own. */
  readonly executed?: Executed;
}

export interface Executed {
  readonly strategy: string;
  readonly promptVersionId: string | null;
}

/** How a turn ends that is one execution, or what one execution of a flow says to its end. */
export type AnswerEnd =
  | { readonly status: 'COMPLETED' | 'CANCELLED'; readonly text: string; readonly structured?: Json }
  | { readonly status: 'FAILED'; readonly error: DomainError };

/**
 * @param said what had been streamed; it is what remains of a cancelled turn
 * @param stopped why the execution was aborted, when it was
 */
export function answerEnd(record: ExecutionRecord, strategy: string, said: string, stopped: unknown): AnswerEnd {
  if (record.outcome === 'FAILED') return { status: 'FAILED', error: record.error };
  if (record.outcome === 'ABORTED') return stoppedEnd(said, stopped);
  const text = textOf(record.output);
  if (text === undefined) return outputInvalid(strategy, 'a conversation needs an output with a `text`.');
  const structured = structuredOf(record.output);
  if (structured === undefined) return { status: 'COMPLETED', text: storable(text) };
  const problem = storageProblems(structured)[0];
  if (problem) return outputInvalid(strategy, `structured.${problem.path.join('.')} ${problem.message}.`);
  if (JSON.stringify(structured).length > longestStructured)
    return outputInvalid(strategy, `its \`structured\` is longer than ${longestStructured} characters of JSON.`);
  return { status: 'COMPLETED', text: storable(text), structured };
}

/** How a turn ends that was stopped. Throws the reason when it was not for this process to end. */
export function stoppedEnd(said: string, reason: unknown): AnswerEnd {
  if (!(reason instanceof TurnStopped)) throw reason;
  if (reason.why === 'CANCELLED') return { status: 'CANCELLED', text: storable(said) };
  return { status: 'FAILED', error: new DomainError('TURN_ABANDONED', {}) };
}

const longestStructured = 100_000;

const outputInvalid = (strategy: string, problem: string): AnswerEnd => ({
  status: 'FAILED',
  error: new DomainError('OUTPUT_INVALID', { strategy, problem }),
});

/** What of a strategy's output is kept beside its text. */
function structuredOf(output: Json): Json | undefined {
  const { structured } = (typeof output === 'object' && output !== null ? output : {}) as { structured?: Json };
  return structured ?? undefined;
}

/** What of a strategy's output is said to the user. */
function textOf(output: Json): string | undefined {
  if (typeof output === 'string') return output;
  const { text } = (output ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text : undefined;
}
