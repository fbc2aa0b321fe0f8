import http from 'node:http';
import { type Client, createClient } from 'graphql-sse';
import { makeUnitToken } from './identity';
import { makeKey, parseKeys } from './keys';
import { type Served, serveShop } from './testing/served';
import { itemsSdlWith } from './testing/shop';
import { until } from './testing/until';

const unitSecret = 'a secret of at least thirty-two bytes';
const reader = makeKey('reader', ['read']);
const accept = 'text/event-stream';
const ticks = 'subscription { ticks { name stock } }';

let served: Served;
beforeAll(async () => {
  served = await serveShop({
    identity: { keys: parseKeys(reader.entry), unitSecret },
    origins: { origins: ['https://chat.example.com'], hosts: [] },
    snapshotLimits: { past: 0, pastMs: 60_000 },
    limits: { connections: 8 },
  });
});
afterAll(() => served.gateway.close());

const clients: Client[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

function connect(headers: Record<string, string> = {}, to = served): Client {
  const client = createClient({ url: `${to.gateway.url}/graphql/stream`, headers, retryAttempts: 0 });
  clients.push(client);
  return client;
}

async function once(query: string, headers: Record<string, string> = {}, variables = {}): Promise<any> {
  const results = connect(headers).iterate({ query, variables });
  const { value } = await results.next();
  expect((await results.next()).done).toBe(true);
  return value;
}

/** A stream as it comes over the wire. */
async function raw(options: http.RequestOptions & { body?: string; query?: string } = {}, to = served) {
  const { query, body = JSON.stringify({ query: query ?? ticks }), ...rest } = options;
  const request = http.request(`${to.gateway.url}/graphql/stream`, {
    method: 'POST',
    agent: false,
    ...rest,
    headers: { accept, 'content-type': 'application/json', ...rest.headers },
  });
  request.end(rest.method === 'GET' ? undefined : body);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', resolve);
  });
  request.on('error', () => {});
  response.on('error', () => {});
  const stream = { response, text: '', ended: false };
  response.setEncoding('utf8');
  response.on('data', (chunk) => {
    stream.text += chunk;
  });
  response.on('end', () => {
    stream.ended = true;
  });
  return stream;
}

const whole = async (options: Parameters<typeof raw>[0]) => {
  const stream = await raw(options);
  await until(() => stream.ended);
  return { status: stream.response.statusCode, headers: stream.response.headers, text: stream.text };
};

const opened = (seen: number, to = served) => until(() => to.shop.ticks.openings.length === seen + 1);

test('queries and mutations', async () => {
  expect(await once('query ($n: Int) { items(first: $n) { name stock } }', {}, { n: 1 })).toEqual({
    data: { items: [{ name: 'Item 1', stock: 1 }] },
  });
  expect(await once('mutation { rename(id: "1", name: "New") { name } }')).toEqual({
    data: { rename: { name: 'New' } },
  });
});

test('the stream as the protocol writes it, by POST and by GET', async () => {
  const query = 'query A { item(id: "1") { id } } query B { item(id: "2") { id } }';
  const expected = {
    status: 200,
    headers: expect.objectContaining({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-request-id': 'mine',
    }),
    text: ':\n\nevent: next\ndata: {"data":{"item":{"id":"2"}}}\n\nevent: complete\ndata:\n\n',
  };
  const headers = { 'x-request-id': 'mine' };
  expect(await whole({ headers, body: JSON.stringify({ query, operationName: 'B' }) })).toEqual(expected);
  const path = `/graphql/stream?operationName=B&query=${encodeURIComponent(query)}`;
  expect(await whole({ headers, method: 'GET', path })).toEqual(expected);
});

test('a subscription, completed with entities of another subgraph; leaving ends its source', async () => {
  const seen = served.shop.ticks.openings.length;
  const events = connect().iterate({ query: ticks });
  const first = events.next();
  await opened(seen);
  served.shop.ticks.emit({ id: '6' });
  expect(await first).toEqual({ done: false, value: { data: { ticks: { name: 'Item 6', stock: 6 } } } });
  await events.return!();
  await until(() => served.shop.ticks.openings.at(-1)!.returned);
});

test('a source that ends completes the stream', async () => {
  const seen = served.shop.ticks.openings.length;
  const stream = await raw();
  await opened(seen);
  served.shop.ticks.finish();
  await until(() => stream.ended);
  expect(stream.text).toContain('event: complete');
});

test.each([
  ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['{', 'GRAPHQL_PARSE_FAILED'],
  ['{ items { id ... @defer { name } } }', 'DEFER_UNSUPPORTED'],
  ['subscription { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
  ['query ($id: ID!) { item(id: $id) { id } }', 'BAD_USER_INPUT'],
])('%s is refused as over HTTP, with %s, as an event', async (query, code) => {
  expect((await once(query)).errors).toEqual([
    expect.objectContaining({ extensions: expect.objectContaining({ code }) }),
  ]);
});

test('masked errors, with the id of the request', async () => {
  const { errors } = await once('{ broken }', { 'x-request-id': 'mine' });
  expect(errors[0].extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'mine' });
});

test('the key and the unit come in the headers', async () => {
  const unitToken = makeUnitToken(unitSecret, 'user-7', 60);
  const who = async (headers = {}) => JSON.parse((await once('{ whoAmI }', headers)).data.whoAmI);
  expect(await who({ authorization: `Bearer ${reader.key}`, 'x-trialogue-unit': unitToken })).toMatchObject({
    subject: 'reader',
    scopes: ['read'],
    unit: 'user-7',
  });
  expect(await who()).toMatchObject({ subject: 'anonymous', scopes: [] });
});

test.each<[string, http.RequestOptions & { body?: string }, number, string]>([
  ['an unknown key', { headers: { authorization: 'Bearer nobody' } }, 401, 'UNAUTHENTICATED'],
  ['a page of another site', { headers: { origin: 'https://evil.example' } }, 403, 'ORIGIN_REFUSED'],
  ['a name rebound to this machine', { headers: { host: 'evil.example' } }, 403, 'ORIGIN_REFUSED'],
  [
    'a page that asks without reading',
    { method: 'GET', headers: { 'sec-fetch-mode': 'no-cors' } },
    403,
    'ORIGIN_REFUSED',
  ],
  ['who does not take events', { headers: { accept: 'application/json' } }, 406, 'BAD_REQUEST'],
  ['a reservation of a stream for several operations', { method: 'PUT' }, 405, 'BAD_REQUEST'],
  ['a mutation by GET', { method: 'GET', path: '/graphql/stream?query=mutation%7Bslow%7D' }, 405, 'BAD_REQUEST'],
  ['a form', { headers: { 'content-type': 'text/plain' } }, 415, 'BAD_REQUEST'],
  ['what is not JSON', { body: '{' }, 400, 'BAD_REQUEST'],
  ['no query', { body: '{"no":"query"}' }, 400, 'BAD_REQUEST'],
  ['too large a body', { body: JSON.stringify({ query: ' '.repeat(2 ** 20) }) }, 413, 'REQUEST_TOO_LARGE'],
])('%s is answered by the status', async (_, options, status, code) => {
  const answer = await whole(options);
  expect([answer.status, JSON.parse(answer.text).errors[0].extensions.code]).toEqual([status, code]);
});

test('an operation’s name that is not text', async () => {
  const { text } = await whole({ body: JSON.stringify({ query: '{ __typename }', operationName: { toString: 1 } }) });
  expect(text).toContain('BAD_REQUEST');
});

test('an allowed site is told that it may read the answer', async () => {
  const origin = 'https://chat.example.com';
  const { headers } = await whole({ query: '{ __typename }', headers: { origin } } as never);
  expect(headers['access-control-allow-origin']).toBe(origin);
});

test('a query is aborted when its reader goes away', async () => {
  const seen = served.shop.gate.opened.length;
  const request = http.request(`${served.gateway.url}/graphql/stream`, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
  });
  request.on('error', () => {});
  request.end('{"query":"{ wait }"}');
  await until(() => served.shop.gate.opened.length === seen + 1);
  request.destroy();
  await until(() => served.shop.gate.opened.at(-1)!.aborted);
});

test('a subscription ends when its unit token does', async () => {
  const unitToken = makeUnitToken(unitSecret, 'user-7', 3);
  const { errors } = await once(ticks, { authorization: `Bearer ${reader.key}`, 'x-trialogue-unit': unitToken });
  expect(errors[0].extensions.code).toBe('UNAUTHENTICATED');
});

test('a subscription ends when its schema is no longer held', async () => {
  const seen = served.shop.ticks.openings.length;
  const result = once(ticks);
  await opened(seen);
  served.shop.items.replace(itemsSdlWith('colour: String'));
  expect((await result).errors[0].extensions).toMatchObject({ code: 'SNAPSHOT_RETIRED', retryable: true });
});

test('streams are bounded in number', async () => {
  const seen = served.shop.ticks.openings.length;
  const streams = await Promise.all(Array.from({ length: 8 }, () => raw()));
  await until(() => served.shop.ticks.openings.length === seen + 8);
  const { status, text } = await whole({});
  expect([status, JSON.parse(text).errors[0].extensions]).toEqual([
    503,
    expect.objectContaining({ code: 'TOO_MANY_CONNECTIONS', retryable: true }),
  ]);
  for (const { response } of streams) response.destroy();
  await until(() => served.shop.ticks.openings.every(({ returned }) => returned));
  expect(await once('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
});

test('when the product stops, subscriptions end without `complete`, queries with their answer', async () => {
  const own = await serveShop();
  const subscription = await raw({}, own);
  await opened(0, own);
  const query = connect({}, own).iterate({ query: '{ wait }' });
  const answer = query.next();
  await until(() => own.shop.gate.opened.length === 1);
  const closed = own.gateway.close();
  await until(() => subscription.ended);
  expect(subscription.text).toBe(':\n\n');
  expect(own.shop.ticks.openings[0]!.returned).toBe(true);
  own.shop.gate.release();
  expect((await answer).value).toEqual({ data: { wait: 'finished' } });
  await closed;
});
