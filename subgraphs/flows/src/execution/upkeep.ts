import { DomainError } from '@trialogue/errors';
import type { Store } from '@trialogue/store';
import { type Execution, executionColumns } from './execution.entity';
import { executionFailed } from './execution-facts';

const atOnce = 50;

/** Ends executions whose process died, each exactly once, with its event. At most 50 in one call. */
export async function failAbandoned(store: Store, now: Date): Promise<void> {
  const { code, message } = new DomainError('EXECUTION_ABANDONED', {});
  await store.transaction(async (sql) => {
    const { rows } = await sql<Execution>(
      `update exp.executions
       set status = 'FAILED', failure_code = $1, failure_message = $2, ended_at = $3, lease_until = null
       where id in (
         select id from exp.executions where lease_until < clock_timestamp()
         order by lease_until limit ${atOnce} for update skip locked)
       returning ${executionColumns}`,
      [code, message, now],
    );
    if (rows.length > 0)
      await store.events.append(
        sql,
        rows.map((execution) => executionFailed(execution, now, code)),
      );
  });
}

/** Deletes executions that ended before `before`, with their effects: the event log keeps what counts. At most 500. */
export async function forgetEnded(store: Store, before: Date): Promise<void> {
  await store.sql(
    `delete from exp.executions where id in (
       select id from exp.executions where ended_at < $1 order by ended_at limit 500 for update skip locked)`,
    [before],
  );
}
