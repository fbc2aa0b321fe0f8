import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { abortedOnClose } from './graph-endpoint';
import { until } from './testing/until';

let server: http.Server;
let responses: ServerResponse[];
beforeEach(async () => {
  responses = [];
  server = http.createServer((_request, response) => responses.push(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function ask(): Promise<{ request: http.ClientRequest; response: ServerResponse }> {
  const request = http.get({ port: (server.address() as AddressInfo).port, agent: false }, (answer) => answer.resume());
  request.on('error', () => {});
  await until(() => responses.length > 0);
  return { request, response: responses.pop()! };
}

test.each(['before', 'after'])('a signal that is made %s the client goes away is aborted', async (when) => {
  const { request, response } = await ask();
  const early = when === 'before' ? abortedOnClose(response) : undefined;
  expect(early?.signal.aborted ?? false).toBe(false);
  request.destroy();
  await until(() => response.closed);
  expect((early ?? abortedOnClose(response)).signal.aborted).toBe(true);
});

test.each(['before', 'after'])('a signal that is made %s a complete answer is not', async (when) => {
  const { response } = await ask();
  const early = when === 'before' ? abortedOnClose(response) : undefined;
  response.end('done');
  await until(() => response.closed);
  expect((early ?? abortedOnClose(response)).signal.aborted).toBe(false);
});
