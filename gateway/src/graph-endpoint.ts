import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Logger } from 'pino';
import { apolloDoor, type DoorContext, withStatus } from './apollo-door';
import { pathOf } from './http-exchange';
import { whenAsked } from './leaving';
import type { Pipeline } from './pipeline';
import { plainJsonStatus } from './plain-json-status';
import type { Exchange, Receive } from './receive';
import { credentialsOf, newRequestId, type Visitors } from './visitors';

export interface GraphEndpointOptions {
  readonly pipeline: Pipeline;
  readonly visitors: Visitors;
  readonly receive: Receive;
  readonly logger: Logger;
}

/**
 * GraphQL over HTTP on plain node:http: Express exchanges the prototypes of each request and response, which makes
 * everything slower that reads them afterwards.
 */
export async function graphEndpoint(options: GraphEndpointOptions) {
  const { pipeline, receive, logger } = options;
  const apollo = apolloDoor({ pipeline, logger, newRequestId });
  await apollo.start();
  const answer: RequestListener = (request, response) =>
    receive(request, response, (exchange) => executeRequest(apollo, options, exchange));
  return { answer, close: () => apollo.stop() };
}

/** Whether a request is for the graph; its path is read as Express reads one. */
export const isForGraph = (request: IncomingMessage): boolean => /^\/graphql(?:\/|$)/i.test(pathOf(request));

/** Whether it is a browser that was pointed at the graph, and brings no operation. */
export function wantsExplorer(request: IncomingMessage): boolean {
  if (request.method !== 'GET' || !/^[^,]*\btext\/html\b/.test(request.headers.accept ?? '')) return false;
  return !new URLSearchParams(searchOf(request)).has('query');
}

async function executeRequest(
  apollo: ApolloServer<DoorContext>,
  { pipeline, visitors, logger }: GraphEndpointOptions,
  { request, response, requestId }: Exchange,
): Promise<void> {
  const context = async () => {
    try {
      const visitor = visitors.welcome('http', credentialsOf(request.headers), requestId);
      pipeline.admit(visitor);
      return { visitor, gone: whenAsked(() => abortedOnClose(response)) };
    } catch (error) {
      throw withStatus(pipeline.mask(error, { requestId, logger }));
    }
  };
  const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method!,
      headers: headersOf(request),
      search: searchOf(request),
      body: request.body,
    },
    context,
  });
  if (body.kind !== 'complete') throw new Error('Incremental delivery is refused before anything is executed.');
  for (const [name, value] of headers) response.setHeader(name, value);
  response.statusCode = plainJsonStatus(request.headers, status ?? 200, body.string);
  response.setHeader('content-length', Buffer.byteLength(body.string));
  response.end(body.string);
}

function headersOf({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  return map;
}

const searchOf = ({ url = '' }: IncomingMessage): string => /\?[^#]*/.exec(url)?.[0] ?? '';

/** Aborted when the client went away before its answer was complete. */
export function abortedOnClose(response: ServerResponse): AbortController {
  const gone = new AbortController();
  const look = () => {
    if (!response.writableFinished) gone.abort();
  };
  if (response.closed) look();
  else response.once('close', look);
  return gone;
}
