import { randomUUID } from 'node:crypto';
import { Store } from '../store';
import { silent } from '../testing/silent';
import { delta, take } from '../testing/streams/world';
import { createTestDatabase } from '../testing/test-database';
import { until } from '../testing/until';
import { appendEntries } from './append';
import { GatheredAppends } from './gathered-appends';

let database: { url: string; drop(): Promise<void> };
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = await Store.open({ url: database.url, logger: silent });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Streams that have their first entry, and a count of the statements that write more. */
async function scene(count: number) {
  const streams = Array.from({ length: count }, () => randomUUID());
  for (const one of streams) await appendEntries(store.sql, one, { fence: 1, n: 1 }, [delta('a')], false);
  let statements = 0;
  const appends = new GatheredAppends((...statement) => {
    statements += 1;
    return store.sql(...statement);
  });
  return {
    streams,
    appends,
    statements: () => statements,
    append: (conversation: string, n: number, fence = 1) =>
      appends.append(conversation, { fence, n }, [delta(`${n}`), delta(`${n + 1}`)]),
    async holds(conversation: string, entries: number) {
      const stream = store.streams.read(conversation, null, new AbortController().signal);
      const held = await take(stream, entries);
      await stream.return?.();
      return held;
    },
  };
}

test('those that come together go together, each with its own answer', async () => {
  const { streams, append, statements, holds } = await scene(60);
  const written = await Promise.all([1, 3, 5].flatMap((n) => streams.map((one) => append(one, n + 1))));
  expect(written.every((at) => at instanceof Date)).toBe(true);
  expect(statements()).toBeLessThan(20);
  for (const one of streams)
    expect(await holds(one, 7)).toEqual(['1-1 a', '1-2 2', '1-3 3', '1-4 4', '1-5 5', '1-6 6', '1-7 7']);
});

test('one that is fenced off, or new, costs the others nothing', async () => {
  const { streams, append, holds } = await scene(10);
  const [zombie, ...others] = streams as [string, ...string[]];
  await appendEntries(store.sql, zombie, { fence: 2, n: 1 }, [delta('b')], false);
  const born = randomUUID();
  const written = await Promise.all([...streams.map((one) => append(one, 2)), append(born, 1)]);
  expect(written.map((at) => at !== undefined)).toEqual([false, ...others.map(() => true), true]);
  expect(await holds(zombie, 2)).toEqual(['1-1 a', '2-1 b']);
  expect(await holds(born, 2)).toEqual(['1-1 1', '1-2 2']);
});

test('one whose head is locked waits for that alone; the others, also those behind it, are written', async () => {
  const { streams, append, holds } = await scene(8);
  const [locked, ...others] = streams as [string, ...string[]];
  let late: Promise<Date | undefined> | undefined;
  await store.transaction(async (sql) => {
    await sql('select 1 from exp.streams where conversation = $1 for update', [locked]);
    const first = streams.map((one) => append(one, 2));
    late = first[0]!;
    await Promise.all(first.slice(1));
    await Promise.all(others.map((one) => append(one, 4)));
    expect(await appendEntries(sql, locked, { fence: 3, n: 1 }, [delta('ended')], true)).toBeInstanceOf(Date);
  });
  expect(await late).toBeUndefined();
  expect(await holds(locked, 2)).toEqual(['1-1 a', '3-1 ended']);
});

test('of several processes that write the same ids at once, one is taken for each', async () => {
  const { streams } = await scene(20);
  const processes = Array.from({ length: 4 }, () => new GatheredAppends(store.sql));
  const written = await Promise.all(
    processes.map((one, index) =>
      Promise.all(streams.map((stream) => one.append(stream, { fence: 1, n: 2 }, [delta(`${index}`)]))),
    ),
  );
  for (const index of streams.keys()) expect(written.filter((by) => by[index] !== undefined)).toHaveLength(1);
});

test('a statement that fails is nobody else’s fault: each is tried by itself', async () => {
  const { streams } = await scene(5);
  const tried: string[] = [];
  const appends = new GatheredAppends((statement, params) => {
    const text = typeof statement === 'string' ? statement : statement.text;
    tried.push(text);
    if (text.includes('skip locked')) throw new Error('a bad statement');
    return store.sql(statement, params);
  });
  const append = (one: string) => appends.append(one, { fence: 1, n: 2 }, [delta('b')]);
  const written = await Promise.all([append(streams[0]!), ...streams.slice(1).map(append)]);
  expect(written.every((at) => at instanceof Date)).toBe(true);
  await until(() => tried.some((text) => text.includes('skip locked')));
});
