import type { JsonObject } from '../json-object';
import type { Prepared, Sql } from '../sql';
import { isStoreUnavailable } from '../unavailable';
import { appendEntries } from './append';
import type { Position } from './cursor';

interface Append {
  readonly conversation: string;
  readonly first: Position;
  readonly entries: readonly JsonObject[];
  resolve(at: Date | undefined): void;
  reject(error: unknown): void;
}

/** So long after a statement began, milliseconds, the next one begins at the earliest: who comes meanwhile goes with it. */
const gapMs = 4;
const mostAtOnce = 200;
/** Statements that are under way at once, so that a slow one does not hold up everybody. */
const lanes = 2;

/**
 * Appends to many streams in one statement: whoever is alone is written at once, and under load, where a statement for
 * each costs more than what it writes, they go together.
 *
 * A statement takes only heads that nobody else has locked, so no stream waits for another's writer. What it does not
 * write (locked, fenced off, or the first entry of its stream) is appended by itself, and that decides.
 */
export class GatheredAppends {
  #waiting: Append[] = [];
  readonly #underWay = new Set<string>();
  #lanes = 0;
  #begunAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly sql: Sql) {}

  /** @see appendEntries */
  append(conversation: string, first: Position, entries: readonly JsonObject[]): Promise<Date | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ conversation, first, entries, resolve, reject });
      this.#goOn();
    });
  }

  #goOn(): void {
    if (this.#waiting.length === 0 || this.#timer || this.#lanes === lanes) return;
    const restMs = this.#begunAt + gapMs - performance.now();
    if (restMs <= 0) void this.#write(this.#take());
    else
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        if (this.#lanes < lanes) void this.#write(this.#take());
      }, restMs);
  }

  /** At most one of each stream. */
  #take(): Append[] {
    const taken: Append[] = [];
    this.#waiting = this.#waiting.filter((append) => {
      if (taken.length === mostAtOnce || this.#underWay.has(append.conversation)) return true;
      this.#underWay.add(append.conversation);
      taken.push(append);
      return false;
    });
    return taken;
  }

  async #write(appends: readonly Append[]): Promise<void> {
    if (appends.length === 0) return;
    this.#begunAt = performance.now();
    this.#lanes += 1;
    try {
      const written = appends.length > 1 ? await appendTogether(this.sql, appends) : new Map<string, Date>();
      for (const append of appends) {
        const at = written.get(append.conversation);
        if (at) this.#end(append, () => append.resolve(at));
        else void this.#writeAlone(append);
      }
    } catch (error) {
      for (const append of appends) {
        if (isStoreUnavailable(error)) this.#end(append, () => append.reject(error));
        else void this.#writeAlone(append);
      }
    }
    this.#lanes -= 1;
    this.#goOn();
  }

  async #writeAlone(append: Append): Promise<void> {
    const { conversation, first, entries } = append;
    await appendEntries(this.sql, conversation, first, entries, false).then(
      (at) => this.#end(append, () => append.resolve(at)),
      (error) => this.#end(append, () => append.reject(error)),
    );
    this.#goOn();
  }

  #end({ conversation }: Append, settle: () => void): void {
    this.#underWay.delete(conversation);
    settle();
  }
}

/** Appends what it can without waiting; answers when, by conversation. */
async function appendTogether(sql: Sql, appends: readonly Append[]): Promise<Map<string, Date>> {
  const each = appends.flatMap(({ conversation, first: { fence, n }, entries }) =>
    entries.map((entry, index) => ({ conversation, fence, n: n + index, entry: JSON.stringify(entry) })),
  );
  const { rows } = await sql<{ conversation: string; at: Date }>(togetherStatement, [
    appends.map(({ conversation }) => conversation),
    appends.map(({ first }) => first.fence),
    appends.map(({ first }) => first.n),
    appends.map(({ first, entries }) => first.n + entries.length - 1),
    each.map(({ conversation }) => conversation),
    each.map(({ fence }) => fence),
    each.map(({ n }) => n),
    each.map(({ entry }) => entry),
  ]);
  return new Map(rows.map(({ conversation, at }) => [conversation, at]));
}

const togetherStatement: Prepared = {
  name: 'append_together',
  text: `with given as (
       select * from unnest($1::text[], $2::bigint[], $3::int[], $4::int[]) as g (conversation, fence, first, last)),
     free as (
       select s.conversation from exp.streams s join given using (conversation) for update of s skip locked),
     head as (
       update exp.streams s set fence = g.fence, n = g.last from given g join free using (conversation)
       where s.conversation = g.conversation and (s.fence, s.n) < (g.fence, g.first)
       returning s.conversation, set_config('synchronous_commit', 'off', true))
     insert into exp.stream_entries (conversation, fence, n, entry, at)
     select conversation, e.fence, e.n, e.entry, statement_timestamp()
     from head join unnest($5::text[], $6::bigint[], $7::int[], $8::text[]) as e (conversation, fence, n, entry)
       using (conversation)
     returning conversation, at`,
};
