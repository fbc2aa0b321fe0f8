import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import WebSocket from 'ws';
import { type StreamEvent, say, start, streamDocument } from './support/chat';
import { hasEnds } from './support/follow-over';
import { isSplit } from './support/processes';
import { makeProject, type Product, startProduct } from './support/product';
import { until } from './support/until';

/** 66 MB over the wire; kernels take up to 37 of a socket that is not read. */
const turns = 36;
const pieces = 14;
const pieceLength = 2 ** 16;

/** A project with an experiment whose strategy says more than the kernel's buffers hold, in a few turns. */
function makeTorrentProject(): string {
  const root = makeProject();
  const folder = path.join(root, 'torrent');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'index.js'),
    `const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
     const torrent = { name: 'torrent', version: '1', configKey: 'torrent', input: text, output: text,
       config: { type: 'object', properties: { of: { type: 'string' } } }, effects: 'none',
       async execute({ emit, input }) {
         let said = '';
         for (let piece = 0; piece < ${pieces}; piece++) {
           const text = (input.text + '.' + piece + ' ').padEnd(${pieceLength}, 'x');
           said += text;
           await emit({ type: 'text', text });
         }
         return { text: said };
       } };
     module.exports = { name: 'torrent', version: '1.0.0', apiVersion: 1, options: { type: 'object', properties: {} },
       setup: async () => ({ strategies: [torrent] }) };`,
  );
  appendFileSync(path.join(root, 'config/plugins.yml'), '\n  - path: ./torrent\n');
  appendFileSync(
    path.join(root, 'config/experiments.example.yml'),
    `\n  - key: torrents\n    status: running\n    primary_metric: heard\n    sample_size: 100\n    variants:
      - { key: a, control: true, config: { execution_strategy: torrent, torrent: { of: water } } }
      - { key: b, config: { execution_strategy: torrent, torrent: { of: words } } }\n`,
  );
  return root;
}

/** A connection whose socket can be left unread; calls back with each event. */
type Open = (
  url: string,
  variables: object,
  onEvent: (event: StreamEvent) => void,
  onClose: () => void,
) => { pause(): void; resume(): void; leave(): void };

const webSocket: Open = (url, variables, onEvent, onClose) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('close', onClose);
  socket.on('error', () => undefined);
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data));
    if (type === 'connection_ack')
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: streamDocument, variables } }));
    if (type === 'next') onEvent(payload.data.messageStream);
  });
  return { pause: () => socket.pause(), resume: () => socket.resume(), leave: () => socket.terminate() };
};

const eventStream: Open = (url, variables, onEvent, onClose) => {
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
  const request = http.request(`${url}/graphql/stream`, { method: 'POST', agent: false, headers });
  let answer: http.IncomingMessage | undefined;
  request.on('error', onClose);
  request.on('response', (response) => {
    answer = response;
    let text = '';
    response.setEncoding('utf8');
    response.on('error', () => undefined);
    response.on('close', onClose);
    response.on('data', (chunk: string) => {
      const events = (text + chunk).split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        const data = /^event: next\ndata: (.*)$/.exec(event)?.[1];
        if (data) onEvent(JSON.parse(data).data.messageStream);
      }
    });
  });
  request.end(JSON.stringify({ query: streamDocument, variables }));
  return { pause: () => answer!.pause(), resume: () => answer!.resume(), leave: () => request.destroy() };
};

/** Reads as it is let, and goes on from its cursor when it was cut for not reading too long. */
class Reader {
  readonly events: StreamEvent[] = [];
  private connection: ReturnType<Open>;
  private left = false;

  constructor(
    private readonly open: Open,
    private readonly url: string,
    private readonly conversation: string,
  ) {
    this.connection = this.connect();
  }

  pause(): void {
    this.connection.pause();
  }

  resume(): void {
    this.connection.resume();
  }

  leave(): void {
    this.left = true;
    this.connection.leave();
  }

  private connect(): ReturnType<Open> {
    const after = this.events.at(-1)?.cursor ?? null;
    const take = (event: StreamEvent) => this.events.push(event);
    const again = () => {
      if (!this.left) this.connection = this.connect();
    };
    return this.open(this.url, { conversation: this.conversation, after }, take, again);
  }
}

/** How many entries the product has handed to readers that follow along; of services of their own, flows would know. */
async function handedOut(product: Product): Promise<number> {
  const page = await (await fetch(`${product.url}/metrics`)).text();
  return Number(/^trialogue_stream_lag_seconds_count (\d+)/m.exec(page)?.[1] ?? Number.NaN);
}

let product: Product;
beforeAll(async () => {
  product = await startProduct({}, makeTorrentProject());
});

test.each([
  ['a WebSocket', webSocket],
  ['an event stream', eventStream],
])(
  'whoever does not read %s for a while gets everything, and the product holds none of it meanwhile',
  async (name, open) => {
    const { id } = await start(product, name, { experiment: 'torrents' });
    const reader = new Reader(open, product.url, id);
    await say(product, id, 'first');
    await until(() => hasEnds(1)(reader.events));
    reader.pause();
    const before = await handedOut(product);
    for (let turn = 1; turn < turns; turn++) expect((await say(product, id, `turn-${turn}`)).status).toBe('COMPLETED');

    // What has left the store is in the kernel's buffers, but for the page of one reader.
    const perTurn = reader.events.length;
    if (!isSplit) expect((await handedOut(product)) - before).toBeLessThan((perTurn * turns * 3) / 4);

    reader.resume();
    await until(() => hasEnds(turns)(reader.events));
    reader.leave();
    expect(new Set(reader.events.map(({ cursor }) => cursor)).size).toBe(reader.events.length);
    let said = '';
    for (const { __typename, text, message } of reader.events) {
      if (__typename === 'MessageStarted') said = '';
      else if (__typename === 'MessageDelta') said += text;
      else if (said !== message?.text) throw new Error(`${__typename}: the deltas are not the message.`);
    }
  },
);
