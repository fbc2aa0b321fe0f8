import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SetupError } from '@trialogue/errors';
import { type Caller, toGraphQLError } from '@trialogue/subgraph';
import type { ExecutionResult } from 'graphql';
import { ask } from './ask';
import type { CompositionProblem } from './federation/compose';
import { Graph, type GraphOptions } from './federation/graph';
import { httpDoor, type Pages } from './http-door';
import { assertMayListen, Identity, type IdentityOptions } from './identity';
import { type Limits, limitsWith } from './limits';
import { type OriginOptions, Origins } from './origins';
import { Pipeline } from './pipeline';
import { Visitors } from './visitors';
import { watchGateway } from './watch/gauges';
import { OperationWatch } from './watch/operations';
import { webSocketDoor } from './websocket-door';

/** How long a connection may be idle: longer than clients and proxies keep one, so that none is closed under a request. */
const idleMs = 75_000;

export interface GatewayOptions extends Omit<GraphOptions, 'operationLimits'> {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly identity: IdentityOptions;
  readonly origins: OriginOptions;
  readonly pages?: Pages;
  /** Whether what lies under the graph can answer; asked by `/health/ready`. */
  readonly ready?: () => boolean | Promise<boolean>;
  /** What is not named stays as `defaultLimits` has it. */
  readonly limits?: Partial<Limits>;
}

/** The one graph, served. */
export interface Gateway {
  /** Where it is reached, without a path: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly supergraphSdl: string;
  /** Waits until every change of a subgraph so far is composed; answers what is wrong, an empty list when it is served. */
  settled(): Promise<readonly CompositionProblem[]>;
  /** Waits until nothing runs any more on the graph as it was before the latest change of a subgraph. */
  turnedOver(): Promise<void>;
  /** Runs a query or mutation in this process, as a caller of the caller's choice; through the same pipeline as any door. */
  execute(document: string, variables: Record<string, unknown>, caller: Caller): Promise<ExecutionResult>;
  /** Stops accepting, ends WebSockets with 1001 and event streams of subscriptions and chats, lets what is running end within 3 s, and stops. The subgraphs stay open. */
  close(): Promise<void>;
}

const patienceMs = 3_000;

/**
 * Composes the subgraphs and serves them over HTTP, WebSocket and server-sent events. Throws a SetupError when it may not or cannot listen,
 * a CompositionError when the subgraphs do not compose.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { logger, host, telemetry } = options;
  assertMayListen(host, options.identity.keys);
  const identity = new Identity(options.identity);
  const origins = new Origins(options.origins);
  const visitors = new Visitors(identity, logger);
  const limits = limitsWith(options.limits);
  const graph = await Graph.start({ ...options, operationLimits: limits });
  const pipeline = new Pipeline(graph, toGraphQLError, limits, undefined, telemetry && new OperationWatch(telemetry));
  let closing: Promise<void> | undefined;

  const ready = async () => closing === undefined && (await (options.ready?.() ?? true));
  const http = await httpDoor({ pipeline, visitors, origins, logger, pages: options.pages ?? {}, ready, telemetry });
  const server = createServer({ keepAliveTimeout: idleMs }, http.answer);
  const webSocket = webSocketDoor({ server, path: '/graphql', pipeline, visitors, origins, logger });
  if (telemetry)
    watchGateway(telemetry, {
      graph,
      subscriptions: () => pipeline.open,
      webSockets: () => webSocket.open,
      eventStreams: () => http.openStreams,
    });
  try {
    await listen(server, host, options.port);
  } catch (error) {
    graph.close();
    await http.close();
    throw error;
  }

  const close = async () => {
    const patience = AbortSignal.timeout(patienceMs);
    patience.addEventListener('abort', () => server.closeAllConnections(), { once: true });
    http.endStreams();
    await Promise.all([
      closeServer(server),
      webSocket.close(patience),
      Promise.race([pipeline.drained(), aborted(patience)]),
    ]);
    graph.close();
    await http.close();
  };

  return {
    url: urlOf(server, host),
    get supergraphSdl() {
      return graph.current.supergraphSdl;
    },
    settled: () => graph.settled(),
    turnedOver: () => graph.turnedOver(),
    execute: (document, variables, caller) => executeInside(pipeline, visitors, document, variables, caller),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function executeInside(
  pipeline: Pipeline,
  visitors: Visitors,
  text: string,
  variables: Record<string, unknown>,
  caller: Caller,
): Promise<ExecutionResult> {
  return ask(pipeline, visitors.insider(caller), new AbortController(), text, variables);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, () => resolve());
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const cause = { cause: error };
  switch (error.code) {
    case 'EADDRINUSE':
      return new SetupError(
        `Port ${port} is taken.`,
        `Stop what uses it, or choose another: PORT=${port + 1} npm start`,
        cause,
      );
    case 'EACCES':
      return new SetupError(`Port ${port} may not be used by this user.`, 'Choose one above 1023 with PORT.', cause);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new SetupError(`${host} is not an address of this machine.`, 'Set HOST to 127.0.0.1 or 0.0.0.0.', cause);
    default:
      return error;
  }
}

/** Stops accepting; a connection that is kept alive is closed as soon as its answer is out. */
async function closeServer(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
