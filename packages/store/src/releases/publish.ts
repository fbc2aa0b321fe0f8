import { canonicalJson, contentHash } from '@trialogue/canonical-json';
import { DomainError } from '@trialogue/errors';
import type { Sql } from '../sql';

export interface NewRelease {
  readonly kind: string;
  readonly key: string;
  /** Version of the body's shape; part of the hash. */
  readonly schema: number;
  /** JSON. `undefined` members are left out; NaN, unsafe integers and lone surrogates are refused with a TypeError. */
  readonly body: unknown;
  /** Hashes of releases that must be in memory before this one is used; they must have been put already. */
  readonly refs?: readonly string[];
}

export interface HeadMove {
  readonly hash: string;
  readonly rev: number;
  /** False: the head pointed there already and nothing was written. */
  readonly changed: boolean;
}

/** Writes the body, unless it is there; answers its hash. */
export async function putRelease(sql: Sql, { kind, key, schema, body, refs = [] }: NewRelease): Promise<string> {
  const hash = contentHash({ kind, schema, body });
  const wanted = [...new Set(refs)];
  const { rows } = await sql<{ known: number }>(
    `with written as (
       insert into exp.releases (hash, kind, key, schema, body, refs)
       select $1, $2, $3, $4, $5, $6::text[]
       where (select count(*) from exp.releases where hash = any($6::text[])) = cardinality($6::text[])
       on conflict (hash) do nothing)
     select count(*)::int as known from exp.releases where hash = any($6::text[])`,
    [hash, kind, key, schema, canonicalJson(body), wanted],
  );
  if (rows[0]!.known !== wanted.length) throw new Error(`Release ${kind} ${key} refers to a release that was not put.`);
  return hash;
}

/**
 * Points the head at the hash; null withdraws it. Locks the counter until the transaction ends, so call it last.
 *
 * @param expected where the head must point now (null: nowhere yet); undefined: wherever
 * @throws DomainError RELEASE_CONFLICT when it points elsewhere; the transaction stays usable
 */
export async function moveHead(
  sql: Sql,
  head: { readonly kind: string; readonly key: string; readonly hash: string | null },
  expected?: string | null,
): Promise<{ rev: number; changed: boolean }> {
  const { kind, key, hash } = head;
  const { rows } = await sql<{ outcome: 'moved' | 'unchanged' | 'conflict'; rev: string }>(
    'select outcome, rev from exp.move_head($1, $2, $3, $4, $5)',
    [kind, key, hash, expected !== undefined, expected ?? null],
  );
  const { outcome, rev } = rows[0]!;
  if (outcome === 'conflict') throw new DomainError('RELEASE_CONFLICT', { kind, key });
  return { rev: Number(rev), changed: outcome === 'moved' };
}
