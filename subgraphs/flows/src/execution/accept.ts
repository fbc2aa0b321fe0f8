import { exposureOf } from '@trialogue/decisions';
import type { ExecutionPlan } from '@trialogue/executor';
import { exposing, exposureRows, type Store } from '@trialogue/store';
import type { Assigned } from '../execution-plan';
import { Execution, executionColumns, executionOf } from './execution.entity';

/** What is to be executed, decided and checked. */
export interface Offer {
  readonly id: string;
  readonly unit: string;
  readonly clientExecutionId: string | null;
  readonly inputHash: string;
  readonly plan: ExecutionPlan;
  readonly assigned: Assigned;
  readonly promptVersionId: string | null;
  readonly standIn: boolean;
  readonly now: Date;
  readonly leaseMs: number;
}

/**
 * Begins an execution, in one statement and before anything is executed: its row with a lease on the database's clock, and
 * the exposure. Undefined, and nothing is written, when the unit has an execution under this client's id.
 */
export async function accept(store: Store, offer: Offer): Promise<Execution | undefined> {
  const { id, unit, clientExecutionId, inputHash, plan, assigned, promptVersionId, standIn, now, leaseMs } = offer;
  const { release, assignment } = assigned;
  const { variant } = assignment;
  const exposure = exposureOf(assigned, standIn);
  const { rows } = await store.sql<Execution & { readonly firsts: number }>(acceptStatement, [
    ...[id, unit, release.body.key, clientExecutionId, inputHash, JSON.stringify(plan), variant.key, variant.arm],
    ...[release.hash, promptVersionId, standIn, now, leaseMs, exposureRows(exposure ? [exposure] : [])],
  ]);
  if (!rows[0]) return undefined;
  const { firsts, ...row } = rows[0];
  if (firsts > 0) store.events.appended();
  return executionOf(row);
}

const acceptStatement = `with one as (
    insert into exp.executions (id, unit, experiment, client_execution_id, input_hash, plan, variant, arm, release,
      prompt_version, stand_in, created_at, lease_until)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp() + $13 * interval '1 ms')
    on conflict (experiment, unit, client_execution_id) do nothing
    returning *),
  ${exposing('$14', 'where exists (select from one)')}
  select ${executionColumns}, (select count(*)::int from fresh) as firsts from one`;
