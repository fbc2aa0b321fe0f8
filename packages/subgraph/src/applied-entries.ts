import type { JsonObject } from '@trialogue/plugin-api';
import type { Sql } from '@trialogue/store';

/** What is remembered of an entry since it was applied. */
export interface AppliedEntry {
  /** SHA-256 of the entry. */
  readonly hash: string;
  /** What the database held of it then. */
  readonly state: JsonObject;
  readonly at: Date;
}

/** By key, of those that a file brought. */
export async function appliedEntries(
  sql: Sql,
  kind: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, AppliedEntry>> {
  const { rows } = await sql<{ key: string; hash: string; state: JsonObject; applied_at: Date }>(
    'select key, hash, state, applied_at from exp.applied_entries where kind = $1 and key = any($2::text[])',
    [kind, keys],
  );
  return new Map(rows.map(({ key, hash, state, applied_at: at }) => [key, { hash, state, at }]));
}

export async function rememberEntry(
  sql: Sql,
  kind: string,
  key: string,
  { hash, state }: Pick<AppliedEntry, 'hash' | 'state'>,
): Promise<void> {
  await sql(
    `insert into exp.applied_entries (kind, key, hash, state) values ($1, $2, $3, $4::jsonb)
     on conflict (kind, key) do update set hash = excluded.hash, state = excluded.state, applied_at = now()`,
    [kind, key, hash, JSON.stringify(state)],
  );
}
