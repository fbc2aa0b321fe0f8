import { Store } from './store';
import { silent } from './testing/silent';
import { createTestDatabase } from './testing/test-database';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = await Store.open({ url: database.url, logger: silent });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const of = (plugin: string) => store.pluginRecords.of(plugin);

test('a plugin keeps JSON, each its own', async () => {
  expect(await of('a').get('k')).toBeNull();
  expect(await of('a').put('k', { b: [1, null, 'é \\u0000'] })).toEqual({
    key: 'k',
    value: { b: [1, null, 'é \\u0000'] },
    version: 1,
  });
  expect(await of('a').put('k', 2)).toMatchObject({ version: 2 });
  expect(await of('a').get('k')).toEqual({ key: 'k', value: 2, version: 2 });
  expect(await of('b').get('k')).toBeNull();
  await of('b').delete('k');
  await of('a').delete('k');
  expect(await of('a').get('k')).toBeNull();
});

test('a write over an expected version changes nothing when it is another', async () => {
  const { put, get } = of('cas');
  expect(await put('k', 'none yet', 1)).toBeNull();
  expect(await put('k', 'first', 0)).toMatchObject({ version: 1 });
  expect(await put('k', 'again', 0)).toBeNull();
  expect(await put('k', 'second', 1)).toMatchObject({ version: 2 });
  expect(await put('k', 'late', 1)).toBeNull();
  expect(await get('k')).toEqual({ key: 'k', value: 'second', version: 2 });
});

test('of many who write over one version, one does', async () => {
  const { put } = of('race');
  const made = await Promise.all(Array.from({ length: 20 }, (_, n) => put('k', n, 0)));
  expect(made.filter(Boolean)).toHaveLength(1);
  const written = await Promise.all(Array.from({ length: 20 }, (_, n) => put('k', n, 1)));
  expect(written.filter(Boolean)).toHaveLength(1);
});

test('a list has the keys with a prefix in the order of their code points, page by page', async () => {
  const { put, list } = of('list');
  for (const key of ['p/é', 'p/b', 'p/B', 'q', 'p', 'p/a', 'p/😀', 'p%x']) await put(key, key);
  const keys = async (...given: Parameters<typeof list>) => (await list(...given)).map(({ key }) => key);
  expect(await keys('p/')).toEqual(['p/B', 'p/a', 'p/b', 'p/é', 'p/😀']);
  expect(await keys('p/', { first: 2 })).toEqual(['p/B', 'p/a']);
  expect(await keys('p/', { first: 2, after: 'p/a' })).toEqual(['p/b', 'p/é']);
  expect(await keys('')).toHaveLength(8);
  expect(await keys('', { first: 5_000 })).toHaveLength(8);
});

test.each<[string, () => Promise<unknown>, string]>([
  ['no key', () => of('a').put('', 1), "a record's key is 1 to 512 characters"],
  ['a long key', () => of('a').get('k'.repeat(513)), "a record's key is 1 to 512 characters"],
  ['half a character', () => of('a').delete('\ud800'), "a record's key is 1 to 512 characters"],
  ['nothing', () => of('a').put('k', undefined), "a record's value is JSON"],
  ['too much', () => of('a').put('k', 'é'.repeat(32_768)), "a record's value is 65536 bytes of JSON at most"],
  ['a NUL', () => of('a').put('k', { a: ['b\u0000'] }), 'holds a character that cannot be kept'],
  ['half a pair', () => of('a').put('k', '\\\ud800'), 'holds a character that cannot be kept'],
  ['a page of nothing', () => of('a').list('', { first: 0 }), 'first is a whole number of at least 1'],
  ['a version that is none', () => of('a').put('k', 1, -1), 'expected is a whole number of at least 1'],
])('%s is refused', async (_, act, problem) => {
  await expect(act()).rejects.toThrow(problem);
});

test('a plugin keeps a hundred thousand records, which it may go on changing', async () => {
  const { put } = of('full');
  await put('first', 1);
  await store.sql(
    `insert into exp.plugin_records select 'full', 'k' || n, '1', 1 from generate_series(2, 100000) as series (n)`,
  );
  await expect(put('one more', 1)).rejects.toThrow('a plugin keeps 100000 records at most');
  expect(await put('one more', 1, 3)).toBeNull();
  expect(await put('first', 2)).toMatchObject({ version: 2 });
  expect(await put('first', 2, 0)).toBeNull();
  expect(await of('other').put('one more', 1)).toMatchObject({ version: 1 });
});
