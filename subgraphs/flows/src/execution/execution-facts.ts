import type { ExecutionFigures } from '@trialogue/executor';
import type { JsonObject } from '@trialogue/plugin-api';
import type { EventInput } from '@trialogue/store';
import { factOf, figuresData } from '../facts';
import type { Execution } from './execution.entity';
import type { ExecutionEnd } from './execution-end';

const fact = (execution: Execution, type: string, id: string, at: Date, data: JsonObject): EventInput =>
  factOf(execution, type, id, at, { ...data, execution: execution.id });

/** One id for both ends, so that an execution has exactly one of them. */
const endId = 'execution';

/** What its end is to the event log: the strategy's own events, then how it ended. */
export function endFacts(execution: Execution, end: ExecutionEnd, at: Date): EventInput[] {
  const { record } = end;
  const own = (record?.events ?? []).map(({ type, data }, index) => fact(execution, type, `event:${index}`, at, data));
  if (end.status === 'FAILED') return [...own, executionFailed(execution, at, end.error.code, record)];
  const data = { strategy: execution.plan.strategy, ...figuresData(execution.standIn, end.record) };
  return [...own, fact(execution, 'execution_completed', endId, at, data)];
}

/** @param figures absent when the process that had them died */
export function executionFailed(execution: Execution, at: Date, code: string, figures?: ExecutionFigures): EventInput {
  const { plan, standIn } = execution;
  const measured = figures ? figuresData(standIn, figures) : { standIn };
  return fact(execution, 'execution_failed', endId, at, { strategy: plan.strategy, code, ...measured });
}
