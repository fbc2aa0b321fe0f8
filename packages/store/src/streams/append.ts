import type { JsonObject } from '../json-object';
import type { Prepared, Sql } from '../sql';
import type { Position } from './cursor';

/** SQLSTATE of `exp.append_entries_untold` for a writer that is fenced off. */
export const fencedOff = 'TR001';

/**
 * Appends the entries at (fence, n), (fence, n + 1), … in one statement. The stream's head row decides and is locked by
 * it, so of two writers one comes second and is refused.
 *
 * @param inTransaction the caller's: listeners are told in it. Otherwise the caller tells them after the commit, and that
 *   does not wait for the disk, for these entries are a view of what is told elsewhere: what a crash of the server loses of
 *   them shows as a gap, or as a cursor above the last id, and readers begin again from the messages
 * @returns when, by the server's clock; undefined, and nothing is written, when the stream has an id at or above the first:
 *   the writer was fenced off
 */
export async function appendEntries(
  sql: Sql,
  conversation: string,
  { fence, n }: Position,
  entries: readonly JsonObject[],
  inTransaction: boolean,
): Promise<Date | undefined> {
  const last = n + entries.length - 1;
  const texts = entries.map((entry) => JSON.stringify(entry));
  const { rows } = await sql<{ at: Date }>(appendStatement, [conversation, fence, n, last, texts, inTransaction]);
  return rows[0]?.at;
}

const appendStatement: Prepared = {
  name: 'append_entries',
  text: `with head as (
       insert into exp.streams as s (conversation, fence, n) values ($1, $2, $4)
       on conflict (conversation) do update set fence = excluded.fence, n = excluded.n
       where (s.fence, s.n) < ($2, $3)
       returning case when $6 then pg_notify('exp_streams', '-:' || conversation)::text
                 else set_config('synchronous_commit', 'off', true) end)
     insert into exp.stream_entries (conversation, fence, n, entry, at)
     select $1, $2, $3 + (place::int - 1), entry, statement_timestamp()
     from head, unnest($5::text[]) with ordinality as e (entry, place)
     returning at`,
};
