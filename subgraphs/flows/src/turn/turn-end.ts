import { DomainError } from '@trialogue/errors';
import type { ExecutionRecord } from '@trialogue/executor';
import type { FlowState } from '@trialogue/flow-engine';
import type { Json } from '@trialogue/plugin-api';
import { storable } from '../text-input';
import { TurnStopped } from './stop';

/** How a turn ends, as its rows and events will say it. */
export type TurnEnd =
  | {
      readonly status: 'COMPLETED' | 'CANCELLED';
      readonly text: string;
      /** Absent when the flow answered by itself. */
      readonly record?: ExecutionRecord;
      /** What was executed, where the flow named it: it is not the conversation's own. */
      readonly executed?: Executed;
      /** Where the conversation stands in its flow from now on. */
      readonly flow?: FlowState;
    }
  | {
      readonly status: 'FAILED';
      readonly error: DomainError;
      /** Absent when it failed outside of the execution. */
      readonly record?: ExecutionRecord | undefined;
      readonly executed?: Executed | undefined;
    };

export interface Executed {
  readonly strategy: string;
  readonly promptVersionId: string | null;
}

/**
 * @param said what had been streamed; it is what remains of a cancelled turn
 * @param stopped why the execution was aborted, when it was
 */
export function turnEnd(record: ExecutionRecord, strategy: string, said: string, stopped: unknown): TurnEnd {
  if (record.outcome === 'FAILED') return { status: 'FAILED', error: record.error, record };
  if (record.outcome === 'ABORTED') {
    if (!(stopped instanceof TurnStopped)) throw stopped;
    if (stopped.why === 'CANCELLED') return { status: 'CANCELLED', text: storable(said), record };
    return { status: 'FAILED', error: new DomainError('TURN_ABANDONED', {}), record };
  }
  const text = textOf(record.output);
  if (text !== undefined) return { status: 'COMPLETED', text: storable(text), record };
  const problem = 'a conversation needs an output with a `text`.';
  return { status: 'FAILED', error: new DomainError('OUTPUT_INVALID', { strategy, problem }), record };
}

/** What of a strategy's output is said to the user. */
function textOf(output: Json): string | undefined {
  if (typeof output === 'string') return output;
  const { text } = (output ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text : undefined;
}
