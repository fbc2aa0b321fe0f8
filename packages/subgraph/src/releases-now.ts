import type { Sql } from '@trialogue/store';
import type { Heads } from '@trialogue/variant-config';

/** The body of a head as the transaction of `sql` sees it: what it has published itself counts. */
export async function headNow<Body>(sql: Sql, kind: string, key: string): Promise<Body | undefined> {
  const { rows } = await sql<{ body: string }>(
    'select r.body from exp.heads h join exp.releases r on r.hash = h.hash where h.kind = $1 and h.key = $2',
    [kind, key],
  );
  return rows[0] && (JSON.parse(rows[0].body) as Body);
}

/**
 * A name and its versions as the transaction of `sql` sees them; of a version's body there is the status alone, which is
 * enough to find the one that a reference means. Undefined: nothing has this name.
 *
 * @param kind of the name's release; that of its versions has `_version` behind it
 */
export async function versionsNow(sql: Sql, kind: string, name: string): Promise<Heads | undefined> {
  const body = await headNow<{ readonly versions: object }>(sql, kind, name);
  if (!body) return undefined;
  const keys = Object.keys(body.versions).map((number) => `${name}@${number}`);
  const { rows } = await sql<{ key: string; hash: string; status: string }>(
    `select h.key, r.hash, r.body::jsonb ->> 'status' as status
       from exp.heads h join exp.releases r on r.hash = h.hash
      where h.kind = $1 and h.key = any($2::text[])`,
    [`${kind}_version`, keys],
  );
  const versions = new Map(rows.map(({ key, hash, status }) => [key, { hash, body: { status } }]));
  return { head: (of, key) => (of === kind ? { hash: '', body } : versions.get(key)) as never };
}
