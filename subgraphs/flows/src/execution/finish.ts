import type { Store } from '@trialogue/store';
import { storable } from '../text-input';
import { LeaseLost } from '../turn/stop';
import type { Execution } from './execution.entity';
import type { ExecutionEnd } from './execution-end';
import { endFacts } from './execution-facts';

/**
 * Ends an execution, in one transaction: compare-and-set on its being RUNNING, and its events. Throws LeaseLost, and
 * nothing is written, when it has ended otherwise.
 */
export async function finish(store: Store, execution: Execution, end: ExecutionEnd, now: Date): Promise<void> {
  const failure = end.status === 'FAILED' ? end.error : undefined;
  const output = end.status === 'COMPLETED' ? end.output : null;
  const { latencyMs = null, usage, cost = null, model = null, standIn = false } = end.record ?? {};
  await store.transaction(async (sql) => {
    const { rowCount } = await sql(
      `update exp.executions
       set status = $2, output = $3, failure_code = $4, failure_message = $5, latency_ms = $6, usage = $7, model = $8,
         stand_in = stand_in or $9, ended_at = $10, cost = $11, lease_until = null
       where id = $1 and status = 'RUNNING'`,
      [
        ...[execution.id, end.status, output, failure?.code ?? null, failure ? storable(failure.message) : null],
        ...[latencyMs, usage ? JSON.stringify(usage) : null, model, standIn, now, cost],
      ],
    );
    if (rowCount === 0) throw new LeaseLost();
    await store.events.append(sql, endFacts(execution, end, now));
  });
}
