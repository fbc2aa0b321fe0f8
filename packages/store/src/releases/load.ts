import type { Sql } from '../sql';
import type { Head, StoredRelease } from './release';

/**
 * What has been committed after `rev`, in order, and the counter as it stood then; one statement, so one snapshot. After
 * a failover or a restore to an earlier moment the server is on another timeline.
 */
export async function loadHeads(sql: Sql, rev: number): Promise<{ timeline: number; counter: number; heads: Head[] }> {
  const { rows } = await sql<{
    timeline: number;
    counter: string;
    kind: string | null;
    key: string;
    hash: string | null;
    rev: string;
    movedAt: number;
  }>(
    `select (select timeline_id from pg_control_checkpoint()) as timeline, c.rev as counter, h.kind, h.key, h.hash, h.rev,
       extract(epoch from h.moved_at)::float8 * 1000 as "movedAt"
     from exp.head_counter c left join exp.heads h on h.rev > $1 order by h.rev`,
    [rev],
  );
  const heads = rows.flatMap(({ kind, key, hash, rev, movedAt }) =>
    kind === null ? [] : [{ kind, key, hash, rev: Number(rev), movedAt }],
  );
  return { timeline: rows[0]!.timeline, counter: Number(rows[0]!.counter), heads };
}

/** The releases of these hashes and all that they refer to, however deep, except what `known` holds already. */
export async function loadReleases(
  sql: Sql,
  hashes: Iterable<string>,
  known: (hash: string) => boolean,
): Promise<StoredRelease[]> {
  const found = new Map<string, StoredRelease>();
  let wanted = new Set([...hashes].filter((hash) => !known(hash)));
  while (wanted.size > 0) {
    const { rows } = await sql<StoredRelease>(
      'select hash, kind, key, schema, body, refs from exp.releases where hash = any($1)',
      [[...wanted]],
    );
    for (const row of rows) found.set(row.hash, row);
    wanted = new Set(rows.flatMap((row) => row.refs).filter((hash) => !known(hash) && !found.has(hash)));
  }
  return [...found.values()];
}
