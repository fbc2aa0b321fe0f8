import http from 'node:http';
import path from 'node:path';
import { makeUnitToken } from './identity';
import { makeKey, parseKeys } from './keys';
import { type Served, serveShop } from './testing/served';
import { until } from './testing/until';

const unitSecret = 'a secret of at least thirty-two bytes';
const reader = makeKey('reader', ['read', 'converse']);
const pages = { chat: path.join(__dirname, '../pages/explorer') };

let open: Served;
let keyed: Served;
beforeAll(async () => {
  open = await serveShop({ pages });
  keyed = await serveShop({
    identity: { keys: parseKeys(reader.entry), unitSecret },
    origins: { origins: ['https://chat.example.com'], hosts: ['trialogue.example.com'] },
  });
});
afterAll(async () => {
  await open.gateway.close();
  await keyed.gateway.close();
});

const whoAmI = async (served: Served, headers: Record<string, string> = {}) =>
  JSON.parse((await served.post('{ whoAmI }', headers)).json.data.whoAmI);
const codeOf = ({ json }: { json: any }) => json.errors[0].extensions.code;

describe('operations', () => {
  test('a query, with variables and a request id', async () => {
    const answer = await open.post(
      'query ($n: Int) { items(first: $n) { name stock } }',
      { 'x-request-id': 'mine-1' },
      { n: 1 },
    );
    expect(answer).toMatchObject({ status: 200, json: { data: { items: [{ name: 'Item 1', stock: 1 }] } } });
    expect(answer.headers['x-request-id']).toBe('mine-1');
  });

  test('a request id that could forge a log line is replaced', async () => {
    const answer = await open.post('{ broken }', { 'x-request-id': 'a b' });
    const id = answer.headers['x-request-id'];
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(answer.json.errors[0].extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', requestId: id });
  });

  test.each([
    ['{ nothing }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['{', 400, 'GRAPHQL_PARSE_FAILED'],
    ['{ items { id ... @defer { name } } }', 400, 'DEFER_UNSUPPORTED'],
    ['subscription { ticks { id } }', 405, 'SUBSCRIPTION_OVER_HTTP'],
    ['query ($id: ID!) { item(id: $id) { id } }', 400, 'BAD_USER_INPUT'],
  ])('%s answers %i %s', async (query, status, code) => {
    const answer = await open.post(query);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.json.errors).toHaveLength(1);
    expect(answer.text).not.toContain('stacktrace');
  });

  test('a body that is not JSON, and one that is too large', async () => {
    const headers = { 'content-type': 'application/json' };
    const garbage = await open.request('/graphql', { method: 'POST', headers, body: '{' });
    expect([garbage.status, codeOf(garbage)]).toEqual([400, 'BAD_REQUEST']);
    const large = await open.request('/graphql', {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: ' '.repeat(2 ** 20) }),
    });
    expect([large.status, codeOf(large)]).toEqual([413, 'REQUEST_TOO_LARGE']);
  });

  test('introspection', async () => {
    const { json } = await open.post('{ __schema { subscriptionType { name } } }');
    expect(json.data.__schema.subscriptionType.name).toBe('Subscription');
  });

  test('a query is aborted when its client goes away, a mutation is not', async () => {
    for (const query of ['{ wait }', 'mutation { slow }']) {
      const seen = open.shop.gate.opened.length;
      const request = http.request(`${open.gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      request.on('error', () => {});
      request.end(JSON.stringify({ query }));
      await until(() => open.shop.gate.opened.length === seen + 1);
      request.destroy();
    }
    const [query, mutation] = open.shop.gate.opened;
    await until(() => query!.aborted);
    expect(mutation!.aborted).toBe(false);
    open.shop.gate.release();
  });

  test.each([
    ['/graphql/', 200],
    ['/GraphQL', 200],
    ['/graphql?a=1', 200],
    ['http://127.0.0.1/graphql', 200],
    ['/graphqlx', 404],
    ['//graphql', 404],
  ])('%s answers %i', async (path, status) => {
    const { port } = new URL(open.gateway.url);
    const options = {
      port,
      path,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      agent: false as const,
    };
    const answered = await new Promise((resolve, reject) => {
      const request = http.request(options, (response) => resolve(response.resume().statusCode));
      request.on('error', reject);
      request.end('{"query":"{ __typename }"}');
    });
    expect(answered).toBe(status);
  });
});

describe('identity', () => {
  test('without keys everyone on this machine is the local admin', async () => {
    expect(await whoAmI(open)).toMatchObject({ subject: 'local', scopes: ['admin'] });
  });

  test('a key brings its name and scopes, no key brings none', async () => {
    expect(await whoAmI(keyed, { authorization: `Bearer ${reader.key}` })).toMatchObject({
      subject: 'reader',
      scopes: ['read', 'converse'],
    });
    expect(await whoAmI(keyed)).toMatchObject({ subject: 'anonymous', scopes: [] });
  });

  test('a signed token brings the unit', async () => {
    const headers = {
      authorization: `Bearer ${reader.key}`,
      'x-trialogue-unit': makeUnitToken(unitSecret, 'user-7', 60),
    };
    expect(await whoAmI(keyed, headers)).toMatchObject({ subject: 'reader', unit: 'user-7' });
  });

  test.each([
    ['an unknown key', { authorization: 'Bearer nobody' }],
    ['another scheme', { authorization: 'Basic cmVhZGVy' }],
    ['an expired unit token', { 'x-trialogue-unit': makeUnitToken(unitSecret, 'user-7', -1) }],
    ['a unit token of another secret', { 'x-trialogue-unit': makeUnitToken(`another ${unitSecret}`, 'user-7', 60) }],
  ])('%s is refused', async (_, headers) => {
    const answer = await keyed.post('{ whoAmI }', headers);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.json.errors[0].extensions.help).toBeDefined();
  });
});

describe('foreign pages', () => {
  const rename = 'mutation { rename(id: "1", name: "x") { id } }';

  test.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a name rebound to this machine', { host: 'evil.example:4000', origin: 'http://evil.example:4000' }],
    ['a rebound name without an origin', { host: 'evil.example' }],
  ])('%s cannot change anything', async (_, headers) => {
    for (const served of [open, keyed]) {
      const answer = await served.post(rename, headers as never);
      expect([answer.status, codeOf(answer)]).toEqual([403, 'ORIGIN_REFUSED']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('the product’s own pages can, under every name of this machine', async () => {
    const { host, port } = new URL(open.gateway.url);
    for (const name of [host, `localhost:${port}`, `[::1]:${port}`]) {
      expect(await open.post(rename, { host: name, origin: `http://${name}` })).toMatchObject({ status: 200 });
    }
  });

  test('an allowed site can, and is told that it may read the answer', async () => {
    const origin = 'https://chat.example.com';
    const preflight = await keyed.request('/graphql', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'content-type,authorization',
    });
    const answer = await keyed.post(rename, { origin, host: 'trialogue.example.com' });
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': origin } });
  });

  test('what a form or an image can send is refused', async () => {
    const body = JSON.stringify({ query: rename });
    const form = await open.request('/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body });
    expect(form.status).toBe(400);
    const image = await open.request(`/graphql?query=${encodeURIComponent('{ items { id } }')}`, {
      headers: { accept: 'image/*' },
    });
    expect([image.status, codeOf(image)]).toEqual([400, 'BAD_REQUEST']);
  });

  test('a mutation by GET is refused', async () => {
    const headers = { 'apollo-require-preflight': '1' };
    expect((await open.request(`/graphql?query=${encodeURIComponent(rename)}`, { headers })).status).toBe(405);
  });
});

describe('pages', () => {
  test('a browser at /graphql gets the explorer, a program the graph', async () => {
    const browser = await open.request('/graphql', {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });
    expect(browser.headers['content-type']).toContain('text/html');
    const program = await open.request('/graphql?query=%7B__typename%7D', {
      headers: { accept: 'application/json', 'content-type': 'application/json' },
    });
    expect(program.json).toEqual({ data: { __typename: 'Query' } });
  });

  test('every file that the explorer’s page names is served, and nothing foreign may load', async () => {
    const page = await open.request('/explorer');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    const files = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const file of [...files, '/explorer/assets/graphql-ws/client.js'])
      expect((await open.request(file)).status).toBe(200);
    expect((await open.request('/explorer/assets/constructor')).status).toBe(404);
  });

  test('the chat’s folder is served, with the client that it imports', async () => {
    expect((await open.request('/chat/')).status).toBe(200);
    expect((await open.request('/chat/graphql-ws.js')).text).toContain('/explorer/assets/graphql-ws/client.js');
    expect((await open.request('/chat/../package.json')).status).toBe(404);
  });

  test('health', async () => {
    expect(await open.request('/health/live')).toMatchObject({ status: 200, json: { status: 'live' } });
    expect(await open.request('/health/ready')).toMatchObject({ status: 200, json: { status: 'ready' } });
  });
});
