import type { Search } from '@trialogue/mlflow';
import { pageOf } from './pages';

const all = Array.from({ length: 7 }, (_, number) => number);
const asked: Search[] = [];
/** Pages by tokens as MLflow does, which say nothing to anybody else. */
const search = async ({ first = 100, after }: Search) => {
  asked.push({ first, after });
  const from = after === undefined ? 0 : Number(after.slice('token '.length));
  const end = from + first;
  return { items: all.slice(from, end), ...(end < all.length && { next: `token ${end}` }) };
};

test.each([1, 2, 3, 7, 8])('pages of %i are the whole list in its order, each asked for once', async (first) => {
  asked.splice(0);
  const read: number[] = [];
  for (let after: string | null | undefined; ; ) {
    const { edges, pageInfo } = await pageOf(search, first, after);
    read.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(read).toEqual(all);
  expect(asked).toHaveLength(Math.ceil(all.length / first));
});

test('it goes on behind any edge, also behind the very last', async () => {
  const { edges } = await pageOf(search, 7);
  for (const [at, { cursor }] of edges.entries())
    expect((await pageOf(search, 7, cursor)).edges.map(({ node }) => node)).toEqual(all.slice(at + 1));
  const second = await pageOf(search, 3, edges[1]!.cursor);
  expect((await pageOf(search, 2, second.edges[0]!.cursor)).edges.map(({ node }) => node)).toEqual([3, 4]);
});

test.each([
  'nonsense',
  Buffer.from('{"skip":-1}').toString('base64url'),
  Buffer.from('{"skip":1e9}').toString('base64url'),
])('no cursor: %s', async (cursor) => {
  await expect(pageOf(search, 2, cursor)).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
});
