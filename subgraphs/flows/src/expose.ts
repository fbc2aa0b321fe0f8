import { exposureOf } from '@trialogue/decisions';
import type { Sql, Store } from '@trialogue/store';
import type { Assigned } from './execution-plan';

/** Records that a unit meets its variant, in the transaction of `sql` and before anything is executed. */
export async function expose(store: Store, sql: Sql, assigned: Assigned, standIn: boolean): Promise<void> {
  const exposure = exposureOf(assigned, standIn);
  if (exposure) await store.events.expose(sql, exposure);
}
