import type { Sql, Store } from '@trialogue/store';
import type { Assigned } from './execution-plan';

/** Records that a unit meets its variant, in the transaction of `sql` and before anything is executed. */
export async function expose(
  store: Store,
  sql: Sql,
  unit: string,
  at: Date,
  { snapshot, release, assignment }: Assigned,
  standIn: boolean,
): Promise<void> {
  const { variant, bucket, propensity, reason } = assignment;
  await store.events.expose(sql, {
    unit,
    experiment: snapshot.key,
    allocation: snapshot.allocation,
    variant: variant.key,
    release,
    arm: variant.arm,
    bucket,
    propensity,
    reason,
    standIn,
    at: at.toISOString(),
  });
}
