import { DomainError } from '@trialogue/errors';
import type { ExecutionRecord } from '@trialogue/executor';
import type { Failed } from '../turn/leased-run';
import { TurnStopped } from '../turn/stop';

/** How an execution ends, as its row and event will say it. */
export type ExecutionEnd =
  | { readonly status: 'COMPLETED' /** JSON */; readonly output: string; readonly record: ExecutionRecord }
  | (Failed & { readonly record?: ExecutionRecord });

const largestOutput = 1_000_000;

/** @param stopped why the execution was aborted, when it was */
export function executionEnd(record: ExecutionRecord, strategy: string, stopped: unknown): ExecutionEnd {
  if (record.outcome === 'FAILED') return { status: 'FAILED', error: record.error, record };
  if (record.outcome === 'ABORTED') {
    if (!(stopped instanceof TurnStopped)) throw stopped;
    return { status: 'FAILED', error: new DomainError('EXECUTION_ABANDONED', {}), record };
  }
  const output = JSON.stringify(record.output) ?? 'null';
  if (Buffer.byteLength(output) <= largestOutput) return { status: 'COMPLETED', output, record };
  const problem = `it is larger than ${largestOutput} bytes.`;
  return { status: 'FAILED', error: new DomainError('OUTPUT_INVALID', { strategy, problem }), record };
}
