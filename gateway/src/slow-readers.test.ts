import http from 'node:http';
import WebSocket from 'ws';
import { type Served, serveShop } from './testing/served';
import { until } from './testing/until';

let served: Served;
beforeAll(async () => {
  served = await serveShop();
});
afterAll(() => served.gateway.close());

const query = 'subscription { ticks { name } }';
const padding = 'x'.repeat(2 ** 18);

/** A reader on a socket of its own that can stop reading it. */
interface Reader {
  /** All that came, without the padding. */
  readonly text: () => string;
  pause(): void;
  resume(): void;
  leave(): void;
}

const doors: Record<string, () => Promise<Reader>> = {
  async 'a WebSocket'() {
    const socket = new WebSocket(`${served.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    let text = '';
    socket.on('message', (data) => {
      const message = String(data);
      if (JSON.parse(message).type === 'connection_ack')
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      text += message.replaceAll('x', '');
    });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    await until(() => text !== '');
    return {
      text: () => text,
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      leave: () => socket.terminate(),
    };
  },
  async 'an event stream'() {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
    const request = http.request(`${served.gateway.url}/graphql/stream`, { method: 'POST', agent: false, headers });
    request.on('error', () => {});
    request.end(JSON.stringify({ query }));
    const response = await new Promise<http.IncomingMessage>((resolve) => request.once('response', resolve));
    let text = '';
    response.setEncoding('utf8');
    response.on('error', () => {});
    response.on('data', (chunk: string) => {
      text += chunk.replaceAll('x', '');
    });
    return {
      text: () => text,
      pause: () => response.pause(),
      resume: () => response.resume(),
      leave: () => response.destroy(),
    };
  },
};

/** What has left the source and has not been read is in the kernel's buffers, but for two events: one on its way, one next. */
test.each(Object.entries(doors))(
  '%s that is not read holds back its source, costs others nothing, and then brings everything in order',
  async (_, open) => {
    const seen = served.shop.ticks.openings.length;
    const reader = await open();
    await until(() => served.shop.ticks.openings.length === seen + 1);
    const source = served.shop.ticks.openings.at(-1)!;
    reader.pause();
    const count = 100;
    for (let n = 0; n < count; n++) served.shop.ticks.emit({ id: `<${n}>${padding}` });
    // The kernel takes what it has room for; then nothing is pulled, however often others are answered.
    let pulls = -1;
    while (pulls !== source.pulls) {
      pulls = source.pulls;
      for (let n = 0; n < 20; n++) await served.post('{ __typename }');
    }
    expect(pulls).toBeLessThan(count / 2);
    reader.resume();
    await until(() => reader.text().includes(`<${count - 1}>`), 30_000);
    const numbers = [...reader.text().matchAll(/<(\d+)>/g)].map(([, n]) => Number(n));
    expect(numbers).toEqual(Array.from({ length: count }, (__, n) => n));
    reader.leave();
    await until(() => source.returned);
  },
  60_000,
);
