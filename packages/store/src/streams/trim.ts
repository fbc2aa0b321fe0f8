import type { Sql } from '../sql';

const batch = 5_000;

/**
 * Removes the entries that are older than this, and notes in each stream up to where, so that a reader who was still
 * before that point is told.
 *
 * @returns how many were removed
 */
export async function trimEntries(sql: Sql, olderThanMs: number): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await sql<{ found: number; removed: number }>(
      `with old as (
         select conversation, fence, n from exp.stream_entries
         where at < now() - $1 * interval '1 ms' limit ${batch}),
       upto as (
         select distinct on (conversation) conversation, fence, n from old order by conversation, fence desc, n desc),
       noted as (
         update exp.streams s set trimmed_fence = upto.fence, trimmed_n = upto.n
         from upto where s.conversation = upto.conversation and (s.trimmed_fence, s.trimmed_n) < (upto.fence, upto.n)),
       removed as (
         delete from exp.stream_entries e using upto
         where e.conversation = upto.conversation and (e.fence, e.n) <= (upto.fence, upto.n) returning 1)
       select (select count(*) from old)::int as found, (select count(*) from removed)::int as removed`,
      [olderThanMs],
    );
    total += rows[0]!.removed;
    if (rows[0]!.found < batch) return total;
  }
}
