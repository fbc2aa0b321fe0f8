import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind } from '@opentelemetry/api';
import { DomainError, SetupError } from '@trialogue/errors';
import { inSpan, metricsPage, parentIn, type Telemetry, traceparentHeader } from '@trialogue/telemetry';
import type { Logger } from 'pino';
import type { Caller, RequestContext } from '../request-context';
import type { SubgraphFetch } from '../subgraph-source';
import { toGraphQLError } from '../to-graphql-error';
import { callerReader } from './caller-token';
import { Documents } from './documents';
import { sendEvents } from './event-stream';
import { readJson } from './read-json';
import type { SchemaVersion, SchemaVersions } from './schema-versions';
import { eventStreamType, schemaHeader } from './wire';

export interface ServeOptions {
  readonly versions: SchemaVersions;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What all services share; who asks is signed with it. */
  readonly secret: string;
  readonly logger: Logger;
  /** Whether what lies under the subgraph can answer; asked by `/health/ready`. */
  readonly ready: () => boolean;
  /** Other things to serve, by path. */
  readonly also?: { readonly [path: string]: RequestListener };
  /** Shown at `/metrics`; none: nothing is there. */
  readonly telemetry?: Telemetry;
}

export interface ServedSubgraph {
  readonly port: number;
  /** Stops accepting, lets what is running end within 3 s, ends streams, and stops. */
  close(): Promise<void>;
}

const patienceMs = 3_000;
/** Longer than a gateway keeps an idle connection, so that it is never closed under a request that is on its way. */
const idleMs = 75_000;

/**
 * Serves one subgraph over HTTP to gateways: `POST /graphql`, for a subscription as an event stream. It takes no identity
 * but a signed one. Throws a SetupError when it cannot listen.
 */
export async function serveSubgraph(options: ServeOptions): Promise<ServedSubgraph> {
  const door = new SubgraphDoor(options);
  const server = createServer({ keepAliveTimeout: idleMs }, door.answer);
  await listen(server, options.host, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const patience = setTimeout(() => server.closeAllConnections(), patienceMs);
      door.close();
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(sweep);
      clearTimeout(patience);
    },
  };
}

class SubgraphDoor {
  private readonly callerOf: (token: string) => Caller | undefined;
  private readonly documents: Documents;
  private readonly closing = new AbortController();
  private readonly also: { readonly [path: string]: RequestListener };

  constructor(private readonly options: ServeOptions) {
    this.callerOf = callerReader(options.secret);
    this.documents = new Documents(options.versions.name);
    const { also, telemetry } = options;
    this.also = { ...(telemetry && { '/metrics': metricsPage(telemetry.registry) }), ...also };
  }

  close(): void {
    this.closing.abort();
  }

  readonly answer: RequestListener = (request, response) => {
    const { url = '', method } = request;
    const other = this.also[url];
    if (method === 'POST' && url === '/graphql') void this.answerTraced(request, response);
    else if (other) other(request, response);
    else if (url === '/health/live') send(response, 200, { status: 'live' });
    else if (url === '/health/ready') {
      const ready = !this.closing.signal.aborted && this.options.ready();
      send(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
    } else send(response, 404, { status: 'nothing here' });
  };

  /** Below the gateway's span, when there is one. A subscription has none here: it would last as long. */
  private answerTraced(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { telemetry, versions } = this.options;
    const isStream = request.headers.accept === eventStreamType;
    const parent = telemetry?.tracer && !isStream && parentIn(request.headers[traceparentHeader]);
    if (!telemetry?.tracer || !parent) return this.answerOperation(request, response);
    const attributes = { 'trialogue.subgraph': versions.name };
    const answer = () => this.answerOperation(request, response);
    return inSpan(telemetry.tracer, `serve ${versions.name}`, { kind: SpanKind.SERVER, attributes }, answer, parent);
  }

  private async answerOperation(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = String(request.headers['x-request-id'] ?? 'unknown');
    const logger = this.options.logger.child({ requestId });
    try {
      const caller = this.identify(request);
      const { versions } = this.options;
      const planned = versions.get(String(request.headers[schemaHeader]));
      const version = planned ?? versions.current;
      const { query, operationName, variables } = await readJson(request);
      const document = this.documents.of(version, query, planned !== undefined);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const contextOf = (): RequestContext => ({ caller, requestId, logger, signal: gone.signal });
      const fetch = { document, ...(operationName && { operationName }), variables: variables ?? {} };
      if (request.headers.accept === eventStreamType)
        await this.stream(version, fetch, contextOf, response, gone.signal);
      else send(response, 200, await version.source.fetch({ ...fetch, request: contextOf() }));
    } catch (error) {
      const masked = toGraphQLError(error, { requestId, logger });
      const status = error instanceof DomainError ? error.status : 500;
      if (response.headersSent) response.destroy();
      else send(response, status, { errors: [masked] });
    }
  }

  private identify({ headers }: IncomingMessage): Caller {
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
    const caller = token && this.callerOf(token);
    if (!caller) throw new DomainError('UNAUTHENTICATED', { reason: 'a subgraph takes requests of its gateway only' });
    return caller;
  }

  private async stream(
    { source }: SchemaVersion,
    fetch: Omit<SubgraphFetch, 'request'>,
    contextOf: () => RequestContext,
    response: ServerResponse,
    gone: AbortSignal,
  ): Promise<void> {
    const events = await source.openSubscription({ ...fetch, request: contextOf() });
    if (!('next' in events)) return send(response, 200, events);
    const resolve = (event: unknown) => source.resolveEvent({ ...fetch, request: contextOf() }, event);
    const fail = (error: unknown) => ({ errors: [toGraphQLError(error, contextOf())] });
    await sendEvents(response, { events, resolve, fail, ended: AbortSignal.any([gone, this.closing.signal]) });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new SetupError(
          taken ? `Port ${port} is taken.` : `${host}:${port} cannot be listened on: ${error.message}.`,
          'Choose another with PORT and HOST; PORT=0 takes any free one.',
          { cause: error },
        ),
      );
    });
    server.listen(port, host, () => resolve());
  });
}
