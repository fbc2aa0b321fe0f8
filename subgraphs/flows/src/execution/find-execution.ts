import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '@trialogue/errors';
import type { Sql, Store } from '@trialogue/store';
import { type Execution, executionColumns, executionOf } from './execution.entity';

export interface ClientKey {
  readonly experiment: string;
  readonly unit: string;
  readonly clientExecutionId: string;
}

export async function findExecution(sql: Sql, id: string): Promise<Execution | undefined> {
  const { rows } = await sql<Execution>(`select ${executionColumns} from exp.executions where id = $1`, [id]);
  return rows[0] && executionOf(rows[0]);
}

/** The execution that a client's id began, if it did. */
export async function findByClient(sql: Sql, key: ClientKey): Promise<Execution | undefined> {
  const { rows } = await sql<Execution>(
    `select ${executionColumns} from exp.executions
     where experiment = $1 and unit = $2 and client_execution_id = $3`,
    [key.experiment, key.unit, key.clientExecutionId],
  );
  return rows[0] && executionOf(rows[0]);
}

const pollMs = 500;

/**
 * The execution once it has ended, in whichever process it runs. Throws EXECUTION_RUNNING when it has not within `ms`.
 * Its end is appended to the event log, whose hint is why nobody waits for the whole pause between two looks.
 */
export async function ended(store: Store, execution: Execution, ms: number): Promise<Execution> {
  const until = performance.now() + ms;
  let now: Execution | undefined = execution;
  while (now?.status === 'RUNNING') {
    const left = until - performance.now();
    if (left <= 0) throw new DomainError('EXECUTION_RUNNING', { unit: now.unit, id: now.clientExecutionId ?? now.id });
    await appended(store, Math.min(pollMs, left));
    now = await findExecution(store.sql, execution.id);
  }
  if (!now) throw new DomainError('EXECUTION_ABANDONED', {}); // forgotten meanwhile
  return now;
}

async function appended(store: Store, ms: number): Promise<void> {
  const hint = new AbortController();
  const stop = store.events.onAppended(() => hint.abort());
  await wait(ms, undefined, { signal: hint.signal }).catch(() => undefined);
  stop();
}
