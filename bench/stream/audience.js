const { setTimeout: wait } = require('node:timers/promises');
const { Listener, now } = require('./listener');

const patienceMs = 120_000;
const start = `mutation($unit: ID!) { startConversation(input: { experiment: "ticking", unit: $unit }) { id cursor } }`;
const send = `mutation($input: SendMessageInput!) { sendMessage(input: $input) { status } }`;
const atOnce = 20;
let units = 0;

/** Conversations with one open stream each, of which some speak. */
exports.Audience = class Audience {
  #listeners = [];

  constructor(url) {
    this.url = url;
  }

  get open() {
    return this.#listeners.length;
  }

  /** Opens streams until there are so many. */
  async grow(count) {
    while (this.open < count) {
      const more = Array.from({ length: Math.min(atOnce, count - this.open) }, () => this.#openOne());
      this.#listeners.push(...(await Promise.all(more)));
    }
  }

  /** The first `speaking` of them say `pieces` pieces; answers the milliseconds from each one's emission to its arrival. */
  async speak(speaking, pieces, everyMs) {
    const latencies = [];
    const turns = this.#listeners.slice(0, speaking).map(async (listener) => {
      const heard = completion(listener, ({ text }, arrived) => {
        for (const emitted of piecesOf(text)) latencies.push(arrived - emitted);
      });
      await this.#say(listener.conversation, `${pieces} ${everyMs}`);
      await heard;
    });
    await Promise.all(turns);
    if (latencies.length !== speaking * pieces)
      throw new Error(`${latencies.length} pieces of ${speaking * pieces} came.`);
    return latencies;
  }

  /**
   * The first `speaking` of them speak, and each loses its connection once, for half a second; answers the milliseconds
   * from the beginning of a new connection to the first delta that was missed.
   */
  async resume(speaking, pieces, everyMs) {
    const times = [];
    const turns = this.#listeners.slice(0, speaking).map(async (listener) => {
      let heard = completion(listener, () => {});
      const said = this.#say(listener.conversation, `${pieces} ${everyMs}`);
      await wait((0.1 + 0.5 * Math.random()) * pieces * everyMs);
      listener.close();
      await wait(500);
      const began = now();
      let first;
      heard = completion(listener, (_event, arrived) => {
        first ??= arrived;
      });
      await listener.open();
      await Promise.all([said, heard]);
      times.push(first - began);
    });
    await Promise.all(turns);
    return times;
  }

  close() {
    for (const listener of this.#listeners.splice(0)) listener.close();
  }

  async #openOne() {
    const { id, cursor } = (await this.#ask(start, { unit: `unit-${process.pid}-${++units}` })).startConversation;
    const listener = new Listener(this.url, id, cursor);
    await listener.open();
    return listener;
  }

  async #say(conversation, text) {
    const input = { conversation, text, clientMessageId: `${++units}` };
    const { status } = (await this.#ask(send, { input })).sendMessage;
    if (status !== 'COMPLETED') throw new Error(`A turn ended ${status}.`);
  }

  async #ask(query, variables) {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }
};

const piecesOf = (text) => text.trim().split(' ').map(Number);

/** Resolves when the turn has ended, in the stream. */
const completion = (listener, onDelta) =>
  new Promise((resolve, reject) => {
    listener.onEvent = (event, arrived) => {
      if (event.__typename === 'MessageDelta') onDelta(event, arrived);
      else if (event.__typename === 'MessageCompleted') resolve();
      else if (event.__typename !== 'MessageStarted') reject(new Error(JSON.stringify(event)));
    };
  });
