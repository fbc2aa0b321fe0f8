/**
 * Everything this page says to Trialogue: five operations over one WebSocket (the graphql-transport-ws protocol).
 * No DOM in here; it can be taken into any front end as it is.
 */
import { createClient } from './graphql-ws.js';

/** What the graph refused, or that it could not be reached. `code` is one of the product's error table. */
export class GraphError extends Error {
  constructor({ message, code = 'UNKNOWN', help = '', retryable = false }) {
    super(message);
    this.code = code;
    this.help = help;
    this.retryable = retryable;
  }
}

const message = 'id role text structured status standIn model arm createdAt';
const conversation = `id status unit cursor arm variant { experimentKey key } promptVersion { id }
  flow { id } state outcome`;

const documents = {
  start: `mutation Start($input: StartConversationInput!) {
    startConversation(input: $input) { ${conversation} messages(first: 10) { edges { node { ${message} } } } }
  }`,
  open: `query Open($id: ID!, $after: String) {
    conversation(id: $id) {
      ${conversation}
      messages(first: 100, after: $after) { edges { node { ${message} } } pageInfo { hasNextPage endCursor } }
    }
  }`,
  send: `mutation Send($input: SendMessageInput!) {
    sendMessage(input: $input) {
      number status question { id } answer { ${message} } failure { code message }
    }
  }`,
  cancel: `mutation Cancel($conversation: ID!) { cancelMessage(conversation: $conversation) { id status } }`,
  stream: `subscription Stream($conversation: ID!, $after: String) {
    messageStream(conversation: $conversation, after: $after) {
      __typename cursor
      ... on MessageStarted { message { ${message} } inReplyTo { id text } }
      ... on MessageDelta { messageId text }
      ... on StructuredDelta { messageId partial }
      ... on ToolCalled { messageId tool callId arguments }
      ... on ToolAnswered { messageId callId ok }
      ... on StateEntered { state }
      ... on MessageCompleted { message { ${message} } }
      ... on MessageFailed { messageId code }
      ... on ConversationEnded { status outcome }
      ... on StreamReset { messages { ${message} } }
    }
  }`,
};

/**
 * Opens the graph. `key` and `unitToken` may be empty; `onState` hears `connecting`, `connected` and `offline`.
 * A lost connection is made again by itself, and what was running on it is asked again. All of it may be, but for `start`:
 * when only its answer was lost, it leaves a second conversation behind, which nobody enters.
 */
export function openGraph({ url, key, unitToken, onState }) {
  const client = createClient({
    url,
    connectionParams: () => ({ ...(key && { key }), ...(unitToken && { unitToken }) }),
    lazyCloseTimeout: 30_000,
    connectionAckWaitTimeout: 10_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait,
    // A socket that cannot connect reports an error before it closes; only a refused key is not worth a retry.
    shouldRetry: (event) => event?.code !== 4401,
    ...heartbeat(() => client.terminate()),
  });
  client.on('connecting', () => onState('connecting'));
  client.on('connected', () => onState('connected'));
  client.on('closed', (event) => onState(event.code === 1000 ? 'idle' : 'offline'));

  /** One question, one answer. Throws GraphError. */
  const ask = (query, variables) =>
    new Promise((resolve, reject) => {
      client.subscribe(
        { query, variables },
        {
          next: ({ data, errors }) => (errors ? reject(asGraphError(errors)) : resolve(data)),
          error: (cause) => reject(asGraphError(cause)),
          complete: () => reject(new GraphError({ message: 'The graph gave no answer.' })),
        },
      );
    });

  return {
    /** `input`: `{ experiment or prompt or flow, unit, variables }`. Answers it with what it says first. */
    start: async (input) => withMessages((await ask(documents.start, { input })).startConversation),
    /** The conversation with all its messages, as they were at its `cursor`; null when there is none. */
    open: (id) => openConversation(ask, id),
    /** The same `clientMessageId` is one turn, however often it is sent. */
    send: async (input) => (await ask(documents.send, { input })).sendMessage,
    cancel: (conversation) => ask(documents.cancel, { conversation }),
    /** Calls `onEvent` with all that happens behind `after`; answers a function that stops it. */
    stream: (conversation, after, onEvent, onError) => follow(client, { conversation, after, onEvent, onError }),
    close: () => client.dispose(),
  };
}

const withMessages = (opened) => ({ ...opened, messages: opened.messages.edges.map((edge) => edge.node) });

async function openConversation(ask, id) {
  const opened = (await ask(documents.open, { id })).conversation;
  if (!opened) return null;
  const { messages } = withMessages(opened);
  let page = opened.messages.pageInfo;
  while (page.hasNextPage) {
    const next = (await ask(documents.open, { id, after: page.endCursor })).conversation.messages;
    messages.push(...next.edges.map((edge) => edge.node));
    page = next.pageInfo;
  }
  return { ...opened, messages }; // the first page's cursor: what came in since then is streamed again
}

/** The variables are read anew at each (re)connection, so the stream goes on behind the last event that was seen. */
function follow(client, { conversation, after, onEvent, onError }) {
  let cursor = after;
  let failures = 0;
  let stopped = false;
  let stop = () => {};
  const variables = {
    conversation,
    get after() {
      return cursor;
    },
  };
  const again = async (cause) => {
    if (stopped) return;
    if (cause && !cause.retryable) return onError(cause);
    await retryWait(failures++);
    if (!stopped) subscribe();
  };
  const subscribe = () => {
    stop = client.subscribe(
      { query: documents.stream, variables },
      {
        next: ({ data, errors }) => {
          if (errors) return onError(asGraphError(errors));
          failures = 0;
          cursor = data.messageStream.cursor;
          stopped ||= data.messageStream.__typename === 'ConversationEnded'; // nothing else will come
          onEvent(data.messageStream);
        },
        error: (cause) => again(asGraphError(cause)),
        complete: () => again(),
      },
    );
  };
  subscribe();
  return () => {
    stopped = true;
    stop();
  };
}

function asGraphError(cause) {
  const first = Array.isArray(cause) ? cause[0] : cause;
  if (first?.message && first.extensions) return new GraphError({ message: first.message, ...first.extensions });
  if (first?.code === 4401) {
    const [, code, message] = /^([A-Z_]+): (.+)$/.exec(first.reason) ?? [];
    return new GraphError({
      code: code ?? 'UNAUTHENTICATED',
      message: message ?? 'The key was not accepted.',
      help: 'Check the key and the unit token under “Access”.',
    });
  }
  return new GraphError({
    code: 'UNREACHABLE',
    message: first?.reason || first?.message || 'The graph cannot be reached.',
    help: 'Is the product running? Try again in a moment.',
    retryable: true,
  });
}

/** Half a second, doubled at each attempt up to 15 s, with jitter; at once when the network comes back. */
function retryWait(attempt) {
  const ms = Math.min(15_000, 500 * 2 ** attempt) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    function done() {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    }
  });
}

/** A connection that went silent (a phone that slept) is ended after 5 s without a pong, and made again. */
function heartbeat(terminate) {
  let silence;
  return {
    keepAlive: 10_000,
    on: {
      ping: (received) => {
        if (!received) silence = setTimeout(terminate, 5_000);
      },
      pong: (received) => {
        if (received) clearTimeout(silence);
      },
      closed: () => clearTimeout(silence),
    },
  };
}
