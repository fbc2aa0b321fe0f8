import type { Sql } from './sql';

/** A JSON value that a plugin keeps, and the number of the write that it comes from. */
export interface PluginRecord {
  readonly key: string;
  readonly value: any;
  /** From 1; each write adds one. */
  readonly version: number;
}

const most = { key: 512, value: 65_536, records: 100_000, page: 1_000 };
const usualPage = 100;
/** The last code point: what begins with a prefix stands before the prefix with it, for no key holds it. */
const last = '\u{10ffff}';
const key = /^[^\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]+$/u;

/** JSON values that plugins keep in the database. What a bound refuses throws an Error that says so. */
export class PluginRecords {
  constructor(private readonly sql: Sql) {}

  /** The records of one plugin, which sees no others. */
  of(plugin: string) {
    const { sql } = this;
    const get = async (key: string): Promise<PluginRecord | null> => {
      const statement = `select ${columns} from exp.plugin_records where plugin = $1 and key = $2`;
      const { rows } = await sql(statement, [plugin, checkedKey(key)]);
      return rows[0] ? recordOf(rows[0]) : null;
    };
    return {
      get,

      /** Over any version, or only over `expected` (0: only where there is none); else answers null. */
      async put(key: string, value: unknown, expected?: number): Promise<PluginRecord | null> {
        const params = [plugin, checkedKey(key), checkedValue(value)];
        if (expected !== undefined && expected !== 0) {
          const { rows } = await sql(update, [...params, checkedCount(expected, 'expected')]);
          return rows[0] ? recordOf(rows[0]) : null;
        }
        const { rows } = await sql(expected === 0 ? insert : upsert, params);
        if (rows[0]) return recordOf(rows[0]);
        if (await get(key)) return null;
        throw new Error(`a plugin keeps ${most.records} records at most`);
      },

      async delete(key: string): Promise<void> {
        await sql('delete from exp.plugin_records where plugin = $1 and key = $2', [plugin, checkedKey(key)]);
      },

      /** Those whose key begins so, in the order of their keys' code points. */
      async list(
        prefix: string,
        { after = '', first = usualPage }: { readonly after?: string; readonly first?: number } = {},
      ): Promise<PluginRecord[]> {
        for (const text of [prefix, after]) if (text !== '') checkedKey(text);
        const limit = Math.min(checkedCount(first, 'first'), most.page);
        const { rows } = await sql(
          `select ${columns} from exp.plugin_records
            where plugin = $1 and key >= $2 and key < $3 and key > $4 order by key limit $5`,
          [plugin, prefix, prefix + last, after, limit],
        );
        return rows.map(recordOf);
      },
    };
  }
}

const columns = 'key, value, version';
const hasRoom = `(select count(*) from (select from exp.plugin_records where plugin = $1 limit ${most.records}) kept) < ${most.records}`;
const put = `insert into exp.plugin_records as kept (plugin, key, value, version)
  select $1, $2, $3::jsonb, 1 where exists (select from exp.plugin_records where plugin = $1 and key = $2) or ${hasRoom}
  on conflict (plugin, key) do`;
const insert = `${put} nothing returning ${columns}`;
const upsert = `${put} update set value = excluded.value, version = kept.version + 1 returning ${columns}`;
const update = `update exp.plugin_records set value = $3::jsonb, version = version + 1
  where plugin = $1 and key = $2 and version = $4 returning ${columns}`;

/** Versions are counted in bigints, which arrive as text. */
const recordOf = ({ key, value, version }: Record<string, any>): PluginRecord => ({
  key,
  value,
  version: Number(version),
});

function checkedKey(given: string): string {
  if (typeof given === 'string' && given.length <= most.key && key.test(given)) return given;
  throw new Error(`a record's key is 1 to ${most.key} characters without control characters`);
}

function checkedValue(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error("a record's value is JSON");
  if (Buffer.byteLength(text) > most.value) throw new Error(`a record's value is ${most.value} bytes of JSON at most`);
  if (unstorable.test(text))
    throw new Error("a record's value holds a character that cannot be kept: NUL, or half a pair");
  return text;
}

/** As JSON.stringify writes what `jsonb` refuses: `\\u0000`, and surrogates that stand alone; not behind a backslash. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

function checkedCount(given: number, what: string): number {
  if (Number.isSafeInteger(given) && given >= 1) return given;
  throw new Error(`${what} is a whole number of at least 1`);
}
