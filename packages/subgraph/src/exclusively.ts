import type { EntityManager } from 'typeorm';
import type { Tables } from './tables';

/**
 * One transaction that nobody else holds any of these locks beside, whether or not rows exist for them yet. All locks
 * are taken at the start and in one order, before the head counter of releases is: later, two writers could wait for
 * each other. Throws STORE_UNAVAILABLE when Postgres is away.
 */
export function exclusively<Result>(
  tables: Tables,
  locks: readonly string[],
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  return tables.transaction(async (manager) => {
    await manager.query(
      `select set_config('lock_timeout', '10s', true), set_config('statement_timeout', '30s', true),
              set_config('idle_in_transaction_session_timeout', '30s', true)`,
    );
    await manager.query(
      `select pg_advisory_xact_lock(id)
         from (select distinct hashtextextended(lock, 0) as id from unnest($1::text[]) as lock order by id) as ids`,
      [locks],
    );
    return work(manager);
  });
}

/** Ends a transaction that was only tried. */
class Tried extends Error {}

/** As `exclusively`, and nothing of it stays: answers what the work would have come to. */
export async function tried<Result>(
  tables: Tables,
  locks: readonly string[],
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  let result: { readonly value: Result } | undefined;
  try {
    return await exclusively(tables, locks, async (manager) => {
      result = { value: await work(manager) };
      throw new Tried();
    });
  } catch (error) {
    if (error instanceof Tried && result) return result.value;
    throw error;
  }
}
