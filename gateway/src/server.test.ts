import http from 'node:http';
import { Writable } from 'node:stream';
import pino from 'pino';
import { makeKey, parseKeys } from './keys';
import { occupyPort, serveShop } from './testing/served';
import { itemsSdlWith } from './testing/shop';
import { until } from './testing/until';

test('closing lets what is running end, ends sockets with 1001 and frees the port', async () => {
  const served = await serveShop();
  let code: number | undefined;
  const client = served.webSocket({
    on: {
      closed: (event: any) => {
        code = event.code;
      },
    },
  });
  const events = client.iterate({ query: 'subscription { ticks { id } }' });
  const pending = events.next().catch(() => {});
  await until(() => served.shop.ticks.openings.length === 1);
  const running = served.request('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ wait }"}',
    agent: new http.Agent({ keepAlive: true }),
  });
  await until(() => served.shop.gate.opened.length === 1);

  const impatience = jest.spyOn(http.Server.prototype, 'closeAllConnections');
  const closed = served.gateway.close();
  expect(served.gateway.close()).toBe(closed);
  await until(() => code !== undefined);
  expect(code).toBe(1001);
  served.shop.gate.release();
  expect((await running).json).toEqual({ data: { wait: 'finished' } });
  await closed;
  expect(impatience).not.toHaveBeenCalled();
  impatience.mockRestore();
  await pending;
  expect(served.shop.ticks.openings[0]!.returned).toBe(true);
  await expect(served.request('/health/live')).rejects.toThrow('ECONNREFUSED');
});

test('closing does not wait longer than 3 s for what never ends', async () => {
  const served = await serveShop();
  const running = served.post('{ wait }').catch((error) => error.code);
  await until(() => served.shop.gate.opened.length === 1);
  await served.gateway.close();
  expect(await running).toBe('ECONNRESET');
});

test('a taken port is said, with what to do', async () => {
  const other = await occupyPort();
  await expect(serveShop({ port: other.port })).rejects.toMatchObject({
    name: 'SetupError',
    message: `Port ${other.port} is taken.`,
    help: expect.stringContaining(`PORT=${other.port + 1}`),
  });
  other.close();
});

test('listening beyond this machine needs keys', async () => {
  await expect(serveShop({ host: '0.0.0.0' })).rejects.toMatchObject({
    name: 'SetupError',
    help: expect.stringContaining('TRIALOGUE_KEYS'),
  });
  const served = await serveShop({ host: '0.0.0.0', identity: { keys: parseKeys(makeKey('admin', ['admin']).entry) } });
  expect(served.gateway.url).toMatch(/^http:\/\/localhost:\d+$/);
  await served.gateway.close();
});

test('readiness follows what lies under the graph', async () => {
  let ready = false;
  const served = await serveShop({ ready: () => ready });
  expect((await served.request('/health/ready')).status).toBe(503);
  ready = true;
  expect((await served.request('/health/ready')).status).toBe(200);
  await served.gateway.close();
});

test('the same graph in this process, as a caller of one’s choice', async () => {
  const served = await serveShop();
  const { data } = await served.gateway.execute(
    'query ($id: ID!) { item(id: $id) { stock } whoAmI }',
    { id: '2' },
    { subject: 'apply', scopes: ['edit'] },
  );
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    item: { stock: 2 },
    whoAmI: expect.stringContaining('"subject":"apply"'),
  });
  expect((await served.gateway.execute('{ nothing }', {}, { subject: 'apply', scopes: [] })).errors).toHaveLength(1);
  expect(
    (await served.gateway.execute('subscription { ticks { id } }', {}, { subject: 'apply', scopes: [] })).errors![0]!
      .extensions.code,
  ).toBe('SUBSCRIPTION_OVER_HTTP');
  await served.gateway.close();
});

test('a change of a subgraph is served over HTTP too', async () => {
  const served = await serveShop();
  expect((await served.post('{ items { colour } }')).status).toBe(400);
  served.shop.items.replace(itemsSdlWith('colour: String'));
  expect(await served.gateway.settled()).toEqual([]);
  expect((await served.post('{ items(first: 1) { colour } }')).json).toEqual({ data: { items: [{ colour: null }] } });
  expect(served.gateway.supergraphSdl).toContain('colour');
  await served.gateway.close();
});

test('the log has one line for a request at debug, and none of its text', async () => {
  const lines: any[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const served = await serveShop({ logger: pino({ level: 'debug' }, stream) });
  await served.post('{ item(id: "secret") { id } }', { 'x-request-id': 'mine' });
  await until(() => lines.length > 0);
  expect(lines).toEqual([expect.objectContaining({ requestId: 'mine', path: '/graphql', status: 200, level: 20 })]);
  expect(JSON.stringify(lines)).not.toContain('secret');
  await served.gateway.close();
});
