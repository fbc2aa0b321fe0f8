import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventStream } from './event-stream';
import { until } from './testing/until';

let server: http.Server;
let responses: ServerResponse[];
beforeEach(async () => {
  responses = [];
  server = http.createServer((_request, response) => responses.push(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

async function ask() {
  const request = http.get({ port: (server.address() as AddressInfo).port, agent: false });
  request.on('error', () => {});
  request.on('response', (response) => response.pause());
  await until(() => responses.length > 0);
  return { request, response: responses.pop()! };
}

/** Events without end, and whether they were ended. */
function events(size: number) {
  const seen = { count: 0, returned: false };
  async function* generate() {
    try {
      for (;;) {
        seen.count += 1;
        yield `event: next\ndata: ${'x'.repeat(size)}\n\n`;
      }
    } finally {
      seen.returned = true;
    }
  }
  return { seen, stream: generate() };
}

test('a reader that takes nothing for too long is cut off', async () => {
  const { response } = await ask();
  const { seen, stream } = events(2 ** 20);
  await new EventStream(response, 50).send(stream, {});
  expect([response.destroyed, seen.returned]).toEqual([true, true]);
});

test('a reader that has gone before the first event gets none', async () => {
  const { request, response } = await ask();
  request.destroy();
  await until(() => response.closed);
  const { seen, stream } = events(1);
  await new EventStream(response).send(stream, {});
  expect(seen.count).toBe(0);
});

test('room for a result is given when the one before has left, and to all when the reader has gone', async () => {
  const { request, response } = await ask();
  const stream = new EventStream(response);
  await stream.roomForResult();
  let given = false;
  const second = stream.roomForResult().then(() => {
    given = true;
  });
  async function* one() {
    yield ':\n\n';
    await new Promise((resolve) => setImmediate(resolve));
    expect(given).toBe(false);
    yield 'event: next\ndata: {}\n\n';
    await second;
    await stream.roomForResult();
  }
  const sent = stream.send(one(), {});
  await second;
  request.destroy();
  await sent;
});
