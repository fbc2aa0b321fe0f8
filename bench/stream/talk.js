const { createClient } = require('graphql-ws');
const WebSocket = require('ws');

const patienceMs = 120_000;
const start = `mutation($unit: ID!) { startConversation(input: { experiment: "ticking", unit: $unit }) { id cursor } }`;
const send = `mutation($id: ID!) { sendMessage(input: { conversation: $id, text: "Go", clientMessageId: "1" }) { status } }`;
const follow = `subscription($id: ID!, $after: String) {
  messageStream(conversation: $id, after: $after) { __typename ... on MessageDelta { text } } }`;

const now = () => Number(process.hrtime.bigint()) / 1e6;
let units = 0;

/**
 * Talks in `count` conversations at once, each followed over a WebSocket of its own; answers the milliseconds from the
 * emission of each piece to its arrival here.
 */
exports.talkAll = async function talkAll(url, count) {
  const all = await Promise.all(Array.from({ length: count }, () => talk(url)));
  return all.flat();
};

async function talk(url) {
  const { id, cursor } = (await ask(url, start, { unit: `unit-${process.pid}-${++units}` })).startConversation;
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
  });
  const latencies = [];
  try {
    const followed = new Promise((resolve, reject) => {
      const end = () => resolve();
      client.subscribe(
        { query: follow, variables: { id, after: cursor } },
        {
          next({ data, errors }) {
            const arrived = now();
            if (errors) return reject(new Error(JSON.stringify(errors)));
            const { __typename, text = '' } = data.messageStream;
            for (const emitted of text.trim().split(' ').filter(Boolean)) latencies.push(arrived - Number(emitted));
            if (__typename === 'MessageCompleted') end();
          },
          error: reject,
          complete: end,
        },
      );
    });
    const { status } = (await ask(url, send, { id })).sendMessage;
    if (status !== 'COMPLETED') throw new Error(`A turn ended ${status}.`);
    await followed;
    return latencies;
  } finally {
    await client.dispose();
  }
}

async function ask(url, query, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(patienceMs),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
