import type { Client } from 'graphql-ws';
import WebSocket from 'ws';
import { makeUnitToken } from './identity';
import { makeKey, parseKeys } from './keys';
import { type Served, serveShop } from './testing/served';
import { until } from './testing/until';

const unitSecret = 'a secret of at least thirty-two bytes';
const reader = makeKey('reader', ['read']);

let served: Served;
beforeAll(async () => {
  served = await serveShop({
    identity: { keys: parseKeys(reader.entry), unitSecret },
    origins: { origins: ['https://chat.example.com'], hosts: [] },
  });
});
afterAll(() => served.gateway.close());

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

function connect(connectionParams?: Record<string, unknown>, headers?: Record<string, string>): Client {
  const client = served.webSocket({ connectionParams }, headers);
  clients.push(client);
  return client;
}

async function once(client: Client, query: string, variables: Record<string, unknown> = {}): Promise<any> {
  const { value } = await client.iterate({ query, variables }).next();
  return value;
}

test('queries and mutations', async () => {
  const client = connect();
  expect(await once(client, 'query ($n: Int) { items(first: $n) { name stock } }', { n: 1 })).toEqual({
    data: { items: [{ name: 'Item 1', stock: 1 }] },
  });
  expect(await once(client, 'mutation { rename(id: "1", name: "New") { name } }')).toEqual({
    data: { rename: { name: 'New' } },
  });
});

test('one operation of a document is chosen by name', async () => {
  const query = 'query A { item(id: "1") { id } } query B { item(id: "2") { id } }';
  const { value } = await connect().iterate({ query, operationName: 'B' }).next();
  expect(value).toEqual({ data: { item: { id: '2' } } });
});

test('a subscription, completed with entities of another subgraph; leaving ends its source', async () => {
  const seen = served.shop.ticks.openings.length;
  const events = connect().iterate({ query: 'subscription { ticks { name stock } }' });
  const first = events.next();
  await until(() => served.shop.ticks.openings.length === seen + 1);
  served.shop.ticks.emit({ id: '6' });
  expect(await first).toEqual({ done: false, value: { data: { ticks: { name: 'Item 6', stock: 6 } } } });
  await events.return!();
  await until(() => served.shop.ticks.openings.at(-1)!.returned);
});

test.each([
  ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['{', 'GRAPHQL_PARSE_FAILED'],
  ['{ items { id ... @defer { name } } }', 'DEFER_UNSUPPORTED'],
  ['subscription { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
])('%s is refused as over HTTP, with %s', async (query, code) => {
  await expect(once(connect(), query)).rejects.toEqual([
    expect.objectContaining({ extensions: expect.objectContaining({ code }) }),
  ]);
});

test('masked errors, with an id for each operation', async () => {
  const client = connect();
  const ids = [];
  for (let n = 0; n < 2; n += 1) ids.push((await once(client, '{ broken }')).errors[0].extensions.requestId);
  expect(new Set(ids).size).toBe(2);
});

test('the key and the unit come in the connection’s parameters', async () => {
  const who = async (params?: Record<string, unknown>) =>
    JSON.parse((await once(connect(params), '{ whoAmI }')).data.whoAmI);
  expect(await who({ key: reader.key, unitToken: makeUnitToken(unitSecret, 'user-7', 60) })).toMatchObject({
    subject: 'reader',
    scopes: ['read'],
    unit: 'user-7',
  });
  expect(await who()).toMatchObject({ subject: 'anonymous', scopes: [] });
});

test.each([
  ['an unknown key', { key: 'nobody' }],
  ['a key that is not text', { key: { $ne: null } }],
  ['an expired unit token', { key: reader.key, unitToken: makeUnitToken(unitSecret, 'user-7', -1) }],
])('%s is not let in', async (_, params) => {
  await expect(once(connect(params), '{ whoAmI }')).rejects.toMatchObject({
    code: 4401,
    reason: expect.stringContaining('UNAUTHENTICATED'),
  });
});

test('a subscription ends when its unit token does', async () => {
  const unitToken = makeUnitToken(unitSecret, 'user-7', 3);
  const events = connect({ key: reader.key, unitToken }).iterate({ query: 'subscription { ticks { id } }' });
  const { value } = await events.next();
  expect((value as any).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect((await events.next()).done).toBe(true);
});

test.each([
  ['a foreign page', { origin: 'https://evil.example' }, 403],
  ['a name rebound to this machine', { host: 'evil.example', origin: 'http://evil.example' }, 403],
  ['an allowed site', { origin: 'https://chat.example.com' }, 101],
])('%s', async (_, headers, status) => {
  const socket = new WebSocket(`${served.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers,
  });
  socket.on('error', () => {});
  const answered = await new Promise((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
  expect(answered).toBe(status);
  socket.terminate();
});

test('a query is aborted when its connection closes', async () => {
  const client = connect();
  const seen = served.shop.gate.opened.length;
  const running = once(client, '{ wait }').catch(() => 'closed');
  await until(() => served.shop.gate.opened.length === seen + 1);
  await client.terminate();
  await until(() => served.shop.gate.opened.at(-1)!.aborted);
  expect(await running).toBe('closed');
});

test('a connection that asks for too much at once is closed; the others go on', async () => {
  const socket = new WebSocket(`${served.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (data) => {
    if (JSON.parse(String(data)).type !== 'connection_ack') return;
    for (let id = 0; id < 300; id++)
      socket.send(
        JSON.stringify({ id: `${id}`, type: 'subscribe', payload: { query: 'subscription { ticks { name } }' } }),
      );
  });
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { key: reader.key } })));
  expect(await closed).toBe(4429);
  expect(await once(connect({ key: reader.key }), '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
});
