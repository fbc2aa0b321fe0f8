import type { Store } from '@trialogue/store';
import { storable } from '../text-input';
import { LeaseLost } from '../turn/stop';
import { type Execution, executionColumns, executionOf } from './execution.entity';
import type { ExecutionEnd } from './execution-end';
import { endFacts } from './execution-facts';

/**
 * Ends an execution, in one statement: compare-and-set on its being RUNNING, and its events. Answers it as its row is then.
 * Throws LeaseLost, and nothing is written, when it has ended otherwise.
 */
export async function finish(store: Store, execution: Execution, end: ExecutionEnd, now: Date): Promise<Execution> {
  const failure = end.status === 'FAILED' ? end.error : undefined;
  const output = end.status === 'COMPLETED' ? end.output : null;
  const { latencyMs = null, usage, cost = null, model = null, standIn = false } = end.record ?? {};
  const { rows } = await store.sql<Execution & { readonly appended: unknown }>(finishStatement, [
    ...[execution.id, end.status, output, failure?.code ?? null, failure ? storable(failure.message) : null],
    ...[latencyMs, usage ? JSON.stringify(usage) : null, model, standIn, now, cost],
    store.events.rowsOf(endFacts(execution, end, now)),
  ]);
  if (!rows[0]) throw new LeaseLost();
  store.events.appended();
  const { appended: _, ...row } = rows[0];
  return executionOf(row);
}

const finishStatement = `with ended as (
    update exp.executions
    set status = $2, output = $3, failure_code = $4, failure_message = $5, latency_ms = $6, usage = $7, model = $8,
      stand_in = stand_in or $9, ended_at = $10, cost = $11, lease_until = null
    where id = $1 and status = 'RUNNING'
    returning *)
  select ${executionColumns}, exp.append_events($12) as appended from ended`;
