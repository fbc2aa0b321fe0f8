import { serverAudits } from 'graphql-http';
import { type Served, serveShop } from './testing/served';

/** What the README says is not answered as the audits would have it. */
const exceptions: Record<string, string> = {
  '5A70': 'MAY accept application/x-www-form-urlencoded formatted GET requests',
  D6D5: 'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
  '6A70': 'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
};

let served: Served;
beforeAll(async () => {
  served = await serveShop();
});
afterAll(() => served.gateway.close());

const audits = serverAudits({ url: () => `${served.gateway.url}/graphql` });

test('there are as many audits as the README says', () => {
  expect(audits).toHaveLength(61);
});

test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (id, name, audit) => {
  const result = await audit.fn();
  if (id in exceptions) expect([name, result.status]).toEqual([exceptions[id], 'notice']);
  else expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
});

test('every exception is an audit', () => {
  expect(Object.keys(exceptions).filter((id) => !audits.some((audit) => audit.id === id))).toEqual([]);
});

test.each([
  ['/graphql?query=%7B__typename%7D', { 'apollo-require-preflight': '1' }],
  ['/graphql?query=%7B__typename%7D', { 'content-type': 'application/json' }],
  [
    '/graphql?query=query(%24n%3AInt)%7Bitems(first%3A%24n)%7Bid%7D%7D&variables=%7B%22n%22%3A1%7D',
    { 'content-type': 'application/json' },
  ],
])('a GET that no page of another site can have sent is answered: %s %j', async (path, headers) => {
  expect(await served.request(path, { headers })).toMatchObject({ status: 200, json: { data: {} } });
});

test.each([
  ['application/json', 200],
  ['application/json, multipart/mixed', 200],
  ['application/graphql-response+json', 400],
  ['application/graphql-response+json, application/json;q=0.9', 400],
  ['*/*', 400],
])('whoever accepts %s gets %i for what is wrong with the operation', async (accept, status) => {
  for (const query of ['{', '{ nothing }', 'query ($id: ID!) { item(id: $id) { id } }'])
    expect((await served.post(query, { accept })).status).toBe(status);
  expect((await served.post('subscription { ticks { id } }', { accept })).status).toBe(405);
});
