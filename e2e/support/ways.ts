import { createClient as createEventStream } from 'graphql-sse';
import { createClient as createWebSocket } from 'graphql-ws';
import WebSocket from 'ws';
import { askAt } from './deployment';
import type { Answer } from './product';

/** A connection to a gateway over which operations are asked. */
export interface Connection {
  iterate(query: string, variables: Record<string, unknown>): AsyncIterable<any>;
  cut(): void;
}

export type Way = (url: string) => Connection;

export const overWebSocket: Way = (url) => {
  const client = createWebSocket({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  return { iterate: (query, variables) => client.iterate({ query, variables }), cut: () => client.terminate() };
};

export const overEventStream: Way = (url) => {
  const client = createEventStream({ url: `${url}/graphql/stream`, retryAttempts: 0 });
  return { iterate: (query, variables) => client.iterate({ query, variables }), cut: () => client.dispose() };
};

/** A query over each door of a gateway; rejects when the door itself fails. */
export const ways: Record<string, (url: string) => { ask(query: string): Promise<Answer>; cut(): void }> = {
  http: (url) => ({ ask: (query) => askAt(url, query), cut: () => {} }),
  websocket: (url) => asking(overWebSocket(url)),
  'event stream': (url) => asking(overEventStream(url)),
};

function asking(connection: Connection) {
  return {
    async ask(query: string): Promise<Answer> {
      try {
        for await (const answer of connection.iterate(query, {})) return answer;
      } catch (error) {
        if (Array.isArray(error)) return { errors: error }; // what a client of graphql-ws makes of a refused operation
        throw error;
      }
      throw new Error('It was completed without an answer.');
    },
    cut: connection.cut,
  };
}
