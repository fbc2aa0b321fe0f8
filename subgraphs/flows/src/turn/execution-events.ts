import type { EventInput } from '@trialogue/store';
import { executionAbandoned, executionCompleted, executionFailed, type Subject, strategyEvents } from '../facts';
import type { AcceptedTurn } from './accept';
import type { TurnEnd, TurnExecution } from './turn-end';

/**
 * What the executions of a turn are to the event log, one event each; the last one fails with its turn. A message that a
 * flow answered by itself has one too, without figures; what nobody asked for and executed nothing has none.
 */
export function executionEvents(subject: Subject, turn: AcceptedTurn, end: TurnEnd, at: Date): EventInput[] {
  const { executions = [] } = end;
  const failure = end.status === 'FAILED' ? end.error.code : end.status === 'CANCELLED' ? 'CANCELLED' : undefined;
  const last = executions.at(-1);
  if (!last) {
    // One that was resumed only to fail may have recorded what a later turn goes on from, as one that the reaper fails.
    if (failure === 'TURN_ABANDONED') return [executionAbandoned(subject, turn, at, failure)];
    if (failure !== undefined) return [executionFailed(subject, turn, at, failure)];
    return turn.cause === 'USER' ? [executionCompleted(subject, turn, at)] : [];
  }
  const strategies = executions.flatMap((execution) => strategyEvents(subject, turn, at, execution));
  const ends = executions.map((execution) => {
    const code = (execution === last ? failure : undefined) ?? ownFailure(execution);
    return code === undefined
      ? executionCompleted(subject, turn, at, execution)
      : executionFailed(subject, turn, at, code, execution);
  });
  return [...strategies, ...ends];
}

/** Of one that failed, or was given up, without its turn. */
function ownFailure({ record }: TurnExecution): string | undefined {
  if (record.outcome === 'FAILED') return record.error.code;
  return record.outcome === 'ABORTED' ? 'STRATEGY_TIMEOUT' : undefined;
}
