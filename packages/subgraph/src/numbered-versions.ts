import { DomainError } from '@trialogue/errors';
import { parsePromptReference } from '@trialogue/variant-config';
import DataLoader from 'dataloader';
import type { ObjectLiteral } from 'typeorm';
import { type Connection, decodeCursor, limitOf, toConnection } from './connection';
import { isName } from './input-problems';
import type { Tables } from './tables';

/** A version of something that has a name: its id is `name@number`. */
export interface Numbered extends ObjectLiteral {
  readonly id: string;
  readonly number: number;
}

/** The versions of one name that a page shows: newest first, below a number. */
export interface VersionPage {
  readonly name: string;
  readonly below: number;
  readonly limit: number;
}

/** The largest `integer` of Postgres. */
const largest = 2 ** 31 - 1;

/**
 * Loaders of an entity whose table is keyed by a name and a number: one statement each, however much is asked for.
 *
 * @param owner the entity's member that holds the name
 */
export function versionLoaders<Version extends Numbered>(
  tables: Tables,
  entity: new () => Version,
  owner: string & keyof Version,
) {
  return {
    /** By id, `name@number`; null also for what is no id. */
    versions: new DataLoader<string, Version | null>(async (ids) => {
      const found = await versionsOf(tables, entity, owner, ids);
      const byId = new Map(found.map((version) => [version.id, version]));
      return ids.map((id) => byId.get(id) ?? null);
    }),

    pages: new DataLoader<VersionPage, Version[], string>((pages) => pagesOf(tables, entity, owner, pages), {
      cacheKeyFn: ({ name, below, limit }) => `${name} ${below} ${limit}`,
    }),
  };
}

/** A page of a name's versions, newest first. Throws CURSOR_INVALID and BAD_USER_INPUT. */
export async function versionsPage<Version extends Numbered>(
  pages: DataLoader<VersionPage, Version[], string>,
  name: string,
  first: number,
  after: string | null | undefined,
): Promise<Connection<Version>> {
  const below = after == null ? largest : numberOf(after);
  const rows = await pages.load({ name, below, limit: limitOf(first) });
  return toConnection(rows, first, ({ number }) => String(number));
}

function numberOf(cursor: string): number {
  const key = decodeCursor(cursor);
  if (/^[1-9]\d{0,8}$/.test(key)) return Number(key);
  throw new DomainError('CURSOR_INVALID', { cursor });
}

async function versionsOf<Version extends Numbered>(
  tables: Tables,
  entity: new () => Version,
  owner: string,
  ids: readonly string[],
): Promise<Version[]> {
  const keys = ids.flatMap((id) => {
    const { name, number } = parsePromptReference(id) ?? {};
    return name === undefined || number === undefined || number > largest || !isName(name) ? [] : [{ name, number }];
  });
  if (keys.length === 0) return [];
  return tables.manager
    .createQueryBuilder(entity, 'v')
    .where(`(v.${owner}, v.number) in (select * from unnest(:names::text[], :numbers::int[]))`)
    .setParameters({ names: keys.map(({ name }) => name), numbers: keys.map(({ number }) => number) })
    .getMany();
}

async function pagesOf<Version extends Numbered>(
  tables: Tables,
  entity: new () => Version,
  owner: string & keyof Version,
  pages: readonly VersionPage[],
): Promise<Version[][]> {
  const metadata = tables.manager.connection.getMetadata(entity);
  const column = metadata.findColumnWithPropertyName(owner)!.databaseName;
  const found = await tables.manager
    .createQueryBuilder(entity, 'v')
    .where(
      `(v.${owner}, v.number) in (
        select page.name, shown.number
          from unnest(:names::text[], :below::int[], :limits::int[]) as page (name, below, most)
          cross join lateral (
            select version.number from ${metadata.tablePath} version
             where version.${column} = page.name and version.number < page.below
             order by version.number desc limit page.most) as shown)`,
    )
    .setParameters({
      names: pages.map(({ name }) => name),
      below: pages.map(({ below }) => below),
      limits: pages.map(({ limit }) => limit),
    })
    .orderBy('v.number', 'DESC')
    .getMany();
  return pages.map(({ name, below, limit }) =>
    found.filter((version) => version[owner] === name && version.number < below).slice(0, limit),
  );
}
