const WebSocket = require('ws');

const patienceMs = 60_000;
const follow = `subscription($id: ID!, $after: String) {
  messageStream(conversation: $id, after: $after) { __typename cursor ... on MessageDelta { text } } }`;

const now = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * Follows one conversation over a WebSocket of its own, with as little between as can be: what is measured is the product.
 * Calls back with each event and the milliseconds at which it arrived.
 */
exports.Listener = class Listener {
  /** Of the last event. */
  cursor;
  onEvent = () => {};

  constructor(url, conversation, cursor) {
    this.url = url.replace('http', 'ws');
    this.conversation = conversation;
    this.cursor = cursor;
  }

  /** Connects and goes on from the cursor; resolves when the subscription was sent. Rejects when it is refused. */
  async open() {
    const socket = new WebSocket(this.url, 'graphql-transport-ws');
    this.socket = socket;
    await new Promise((resolve, reject) => {
      const impatience = setTimeout(() => reject(new Error(`No connection within ${patienceMs} ms.`)), patienceMs);
      socket.once('error', reject);
      socket.once('close', (code, reason) => reject(new Error(`Closed with ${code}: ${reason}`)));
      socket.once('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('message', (data) => {
        const message = JSON.parse(data);
        if (message.type === 'connection_ack') {
          clearTimeout(impatience);
          this.#subscribe();
          resolve();
        } else this.#take(message);
      });
    });
    socket.on('error', () => {});
  }

  close() {
    this.socket.removeAllListeners('message');
    this.socket.terminate();
  }

  #subscribe() {
    const variables = { id: this.conversation, after: this.cursor };
    this.socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: follow, variables } }));
  }

  #take({ type, payload }) {
    if (type === 'ping') this.socket.send('{"type":"pong"}');
    if (type === 'error' || payload?.errors) throw new Error(JSON.stringify(payload));
    if (type !== 'next') return;
    const arrived = now();
    const event = payload.data.messageStream;
    this.cursor = event.cursor;
    this.onEvent(event, arrived);
  }
};
exports.now = now;
