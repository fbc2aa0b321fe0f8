import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { DomainError } from '@trialogue/errors';
import type { ExecutionArgs } from 'graphql';
import { useServer as serveProtocol } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Variables } from './federation/execute';
import type { PreparedOperation } from './federation/snapshot';
import { argumentsFor } from './graphql-arguments';
import type { Origins } from './origins';
import type { Pipeline, Visitor } from './pipeline';
import { credentialsFrom, newRequestId, type Visitors } from './visitors';

/** The protocol's close code for a caller that was not let in; clients do not retry after it. */
const unauthorized = 4401;
/** Ours, beside the protocol's: more is under way on one connection than a client needs. */
const tooMany = 4429;

/** What `onSubscribe` hands to `execute` and `subscribe`, as the context of graphql-js's arguments. */
interface Carried {
  readonly operation: PreparedOperation;
  readonly visitor: Visitor;
  /** Running queries of the connection, aborted when it closes. */
  readonly queries: Set<AbortController>;
}

export interface WebSocketDoorOptions {
  readonly server: Server;
  readonly path: string;
  readonly pipeline: Pipeline;
  readonly visitors: Visitors;
  readonly origins: Origins;
  readonly logger: Logger;
}

export interface WebSocketDoor {
  /** Connections that are open. */
  readonly open: number;
  /** Ends every connection with 1001; those that have not gone when the signal aborts are cut. */
  close(patience: AbortSignal): Promise<void>;
}

/** GraphQL over WebSocket (protocol `graphql-transport-ws`), on the server's `upgrade` requests for `path`. */
export function webSocketDoor(options: WebSocketDoorOptions): WebSocketDoor {
  const { server, path, pipeline, visitors, origins, logger } = options;
  const { bodyBytes, connections, operations } = pipeline.limits;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: bodyBytes });
  const queriesOf = rememberQueries();

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refused =
      sockets.clients.size < connections
        ? refusal(request, path, origins)
        : rawAnswer(503, new DomainError('TOO_MANY_CONNECTIONS', { most: connections }).message);
    if (refused) socket.end(refused);
    else
      sockets.handleUpgrade(request, socket, head, (opened) => {
        sockets.emit('connection', opened, request);
        // The protocol's library takes a message that is too large for a fault of ours, and writes it to the console.
        opened.removeAllListeners('error').on('error', (error) => logger.debug({ err: error }, 'A WebSocket failed.'));
      });
  });

  const door = serveProtocol(
    {
      onConnect({ connectionParams, extra }) {
        try {
          visitors.welcome('websocket', credentialsFrom(connectionParams));
          return true;
        } catch (error) {
          extra.socket.close(unauthorized, closeReason(error));
          return false;
        }
      },
      onSubscribe(context, _id, { query, operationName, variables }) {
        try {
          if (Object.keys(context.subscriptions).length > operations) {
            const error = new DomainError('TOO_MANY_OPERATIONS', { most: operations });
            context.extra.socket.close(tooMany, closeReason(error));
            throw error;
          }
          const visitor = visitors.welcome('websocket', credentialsFrom(context.connectionParams));
          pipeline.admit(visitor);
          const operation = pipeline.prepare({ text: query, operationName: operationName ?? undefined }, visitor);
          if (Array.isArray(operation)) return operation;
          return argumentsFor({ operation, visitor, queries: queriesOf(context) }, variables ?? {});
        } catch (error) {
          return [pipeline.mask(error, { requestId: newRequestId(), logger })];
        }
      },
      execute: (args) => executeFor(pipeline, args),
      subscribe({ contextValue, variableValues }) {
        const { operation, visitor } = contextValue as Carried;
        return pipeline.subscribe(operation, variableValues as Variables, visitor);
      },
      onClose(context) {
        for (const query of queriesOf(context)) query.abort();
      },
      isProd: true,
    },
    sockets,
  );

  return {
    get open() {
      return sockets.clients.size;
    },
    async close(patience) {
      const cut = () => {
        for (const socket of sockets.clients) socket.terminate();
      };
      patience.addEventListener('abort', cut, { once: true });
      await door.dispose();
      patience.removeEventListener('abort', cut);
    },
  };
}

function rememberQueries(): (connection: object) => Set<AbortController> {
  const all = new WeakMap<object, Set<AbortController>>();
  return (connection) => {
    const queries = all.get(connection) ?? new Set();
    all.set(connection, queries);
    return queries;
  };
}

async function executeFor(pipeline: Pipeline, { contextValue, variableValues }: ExecutionArgs) {
  const { operation, visitor, queries } = contextValue as Carried;
  const gone = new AbortController();
  queries.add(gone);
  try {
    return await pipeline.execute(operation, variableValues as Variables, visitor, gone);
  } finally {
    queries.delete(gone);
  }
}

/** The raw answer to an upgrade that is not accepted, or nothing when it is. */
function refusal(request: IncomingMessage, path: string, origins: Origins): string | undefined {
  try {
    if (request.url?.split('?')[0] !== path) return rawAnswer(404, `WebSockets are at ${path}.`);
    origins.check(request.headers);
    return undefined;
  } catch (error) {
    return rawAnswer(403, (error as Error).message);
  }
}

const rawAnswer = (status: number, text: string): string =>
  [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n');

/** A close reason holds at most 123 bytes. */
const closeReason = (error: unknown): string =>
  error instanceof DomainError ? `${error.code}: ${error.message}`.slice(0, 120) : 'UNAUTHENTICATED';
