import net from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { createClient as createEventClient } from 'graphql-sse';
import { makeUnitToken } from './identity';
import { makeKey, parseKeys } from './keys';
import { type Served, serveShop } from './testing/served';
import { until } from './testing/until';

const unitSecret = 'a secret of at least thirty-two bytes';
const reader = makeKey('reader', ['read']);
const tight = { tokens: 60, fields: 20, depth: 4, roots: 5, aliases: 3, cost: 100 };

const opened: Served[] = [];
afterEach(async () => {
  for (const served of opened.splice(0)) await served.gateway.close();
});
async function serve(options: Parameters<typeof serveShop>[0]): Promise<Served> {
  const served = await serveShop(options);
  opened.push(served);
  return served;
}

let small: Served;
let usual: Served;
beforeAll(async () => {
  small = await serveShop({ limits: tight });
  usual = await serveShop();
});
afterAll(async () => {
  await small.gateway.close();
  await usual.gateway.close();
});

type Ask = (query: string, variables?: Record<string, unknown>) => Promise<any>;

/** The three doors; each answers a result, also of errors. */
const doors: Record<string, (served: Served) => Ask> = {
  HTTP: (served) => async (query, variables) => (await served.post(query, {}, variables)).json,
  WebSocket: (served) => async (query, variables) => {
    const client = served.webSocket();
    try {
      return (await client.iterate({ query, variables }).next()).value;
    } catch (errors) {
      return { errors };
    } finally {
      await client.dispose();
    }
  },
  SSE: (served) => async (query, variables) => {
    const client = createEventClient({ url: `${served.gateway.url}/graphql/stream`, retryAttempts: 0 });
    try {
      return (await client.iterate({ query, variables }).next()).value;
    } catch (error) {
      return await (error as { response: Response }).response.json();
    } finally {
      client.dispose();
    }
  },
};

const refused = ({ errors }: any) => ({ code: errors[0].extensions.code, message: errors[0].message });

describe.each(Object.entries(doors))('over %s', (_name, door) => {
  test.each<[string, string, RegExp]>([
    ['tokens', `{ ${'__typename '.repeat(60)} }`, /more than 60 tokens; at most 60/],
    [
      'fields',
      '{ items { ...a ...b ...c } } fragment a on Item { id name grams stock shelf postage } fragment b on Item { ...a ...a } fragment c on Item { id name }',
      /21 fields; at most 20/,
    ],
    ['levels', '{ __schema { types { fields { type { name } } } } }', /5 levels; at most 4/],
    [
      'root fields, behind a fragment',
      '{ ...a } fragment a on Query { a: broken broken refused wait whoAmI item(id: "1") { id } }',
      /6 root fields; at most 5/,
    ],
    [
      'aliases, behind a fragment',
      '{ items { ...a ...a } } fragment a on Item { a: id b: id }',
      /4 aliases; at most 3/,
    ],
  ])('too many %s', async (_, query, message) => {
    const { errors } = await door(small)(query);
    expect(errors).toHaveLength(1);
    expect(refused({ errors })).toEqual({ code: 'OPERATION_TOO_LARGE', message: expect.stringMatching(message) });
    expect(errors[0].extensions.help).toBeDefined();
  });

  test('too high a cost, whatever the variables make of it', async () => {
    const ask = door(small);
    const query = 'query ($n: Int = 3) { items(first: $n) { name } }';
    expect((await ask(query)).data.items).toHaveLength(3);
    expect((await ask(query, { n: 99 })).data.items).toHaveLength(99);
    expect(refused(await ask(query, { n: 100 }))).toEqual({
      code: 'OPERATION_TOO_COSTLY',
      message: 'The operation may come to 101 fields; at most 100 are answered at once.',
    });
  });

  test('an operation that takes too long is answered, and its signal aborted', async () => {
    const served = await serve({ limits: { operationMs: 300 } });
    for (const query of ['{ wait }', 'mutation { slow }']) {
      const seen = served.shop.gate.opened.length;
      expect(refused(await door(served)(query))).toEqual({
        code: 'OPERATION_TIMEOUT',
        message: 'The operation did not end within 300 ms.',
      });
      expect(served.shop.gate.opened[seen]!.aborted).toBe(true);
    }
  });

  test('a caller who asks too fast', async () => {
    const served = await serve({ limits: { rate: 0.001, burst: 2 } });
    const ask = door(served);
    for (let n = 0; n < 2; n++) expect((await ask('{ __typename }')).data).toBeDefined();
    const { errors } = await ask('{ __typename }');
    expect(errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(errors[0].extensions.retryAfterMs).toBeGreaterThan(900_000);
    expect(served.shop.items.requests).toHaveLength(0);
  });

  test('introspection passes by the defaults', async () => {
    const query = getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, inputValueDeprecation: true });
    expect((await door(usual)(query)).data.__schema.types.length).toBeGreaterThan(10);
  });
});

test('fragments inside one another as deep as the text allows are refused as such', async () => {
  const query = `${'{...'.repeat(2_400)}{__typename}${'}'.repeat(2_400)}`;
  for (const door of Object.values(doors)) expect(refused(await door(usual)(query)).code).toBe('OPERATION_TOO_LARGE');
});

test('levels that not even the parser can take are refused as such', async () => {
  const served = await serve({ limits: { tokens: 1e6 } });
  const query = `${'{a'.repeat(40_000)}${'}'.repeat(40_000)}`.slice(0, 99_999);
  for (const door of Object.values(doors)) expect(refused(await door(served)(query)).code).toBe('OPERATION_TOO_LARGE');
});

test('the rate is answered over HTTP with when to come back', async () => {
  const served = await serve({ limits: { rate: 1, burst: 1 } });
  await served.post('{ __typename }');
  const answer = await served.post('{ __typename }');
  expect([answer.status, answer.headers['retry-after']]).toEqual([429, '1']);
  const events = await served.request('/graphql/stream?query=%7B__typename%7D', {
    headers: { accept: 'text/event-stream' },
  });
  expect([events.status, events.headers['retry-after']]).toEqual([429, '1']);
});

test('one unit that asks too fast does not use up the others’ rate', async () => {
  const served = await serve({
    identity: { keys: parseKeys(reader.entry), unitSecret },
    limits: { rate: 1, burst: 1 },
  });
  const as = async (unit: string) =>
    (
      await served.post('{ __typename }', {
        authorization: `Bearer ${reader.key}`,
        'x-trialogue-unit': makeUnitToken(unitSecret, unit, 60),
      })
    ).status;
  expect([await as('a'), await as('a'), await as('b')]).toEqual([200, 429, 200]);
});

test('the product itself is not held up by the rate', async () => {
  const { gateway } = await serve({ limits: { rate: 1, burst: 1 } });
  for (let n = 0; n < 5; n++)
    expect((await gateway.execute('{ __typename }', {}, { subject: 'apply', scopes: [] })).errors).toBeUndefined();
});

test('a body that is too large', async () => {
  const served = await serve({ limits: { bodyBytes: 1_000 } });
  const answer = await served.post(`{ __typename } # ${'x'.repeat(1_000)}`);
  expect([answer.status, refused(answer.json)]).toEqual([
    413,
    { code: 'REQUEST_TOO_LARGE', message: 'The request is larger than 1000 bytes.' },
  ]);
});

test('a message that is too large closes its WebSocket', async () => {
  const served = await serve({ limits: { bodyBytes: 1_000 } });
  const client = served.webSocket();
  const asked = client.iterate({ query: `{ __typename } # ${'x'.repeat(1_000)}` }).next();
  await expect(asked).rejects.toMatchObject({ code: 1009 });
});

test('a connection on which too much is asked before anything is answered', async () => {
  const served = await serve({ limits: { operations: 2 } });
  const { port, host } = new URL(served.gateway.url);
  const socket = net.connect(Number(port), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  const body = '{"query":"{ wait }"}';
  const post = `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  socket.write(post.repeat(3));
  await until(() => served.shop.gate.opened.length === 2);
  served.shop.gate.release();
  await until(() => text.includes('TOO_MANY_OPERATIONS'));
  expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '200', '429']);
  text = '';
  socket.write(post);
  await until(() => text.includes('finished'));
  socket.destroy();
});

test('an event of a subscription that takes too long is answered with an error, and the next one as ever', async () => {
  const served = await serve({ limits: { operationMs: 2_000 } });
  const client = served.webSocket();
  const events = client.iterate({ query: 'subscription { ticks { id } }' });
  const first = events.next();
  await until(() => served.shop.ticks.openings.length === 1);
  served.shop.ticks.emit({ id: 'slow' });
  expect(refused((await first).value as never).code).toBe('OPERATION_TIMEOUT');
  served.shop.ticks.emit({ id: '5' });
  expect((await events.next()).value).toEqual({ data: { ticks: { id: '5' } } });
  await client.dispose();
});

test('a subscription whose source does not open in time is refused, and the source ended when it does', async () => {
  const served = await serve({ limits: { operationMs: 300 } });
  const client = served.webSocket();
  const asked = client.iterate({ query: 'subscription { late { id } }' }).next();
  expect(refused((await asked).value).code).toBe('OPERATION_TIMEOUT');
  expect(served.shop.late.openings).toHaveLength(0);
  served.shop.gate.release();
  await until(() => served.shop.late.openings[0]?.returned === true);
  await client.dispose();
});
