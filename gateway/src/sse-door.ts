import type { IncomingMessage, RequestListener } from 'node:http';
import { DomainError } from '@trialogue/errors';
import { GraphQLError } from 'graphql';
import { createHandler, type RequestParams, type Response } from 'graphql-sse';
import { EventStream } from './event-stream';
import type { Variables } from './federation/execute';
import type { PreparedOperation } from './federation/snapshot';
import { argumentsFor } from './graphql-arguments';
import { pathOf } from './http-exchange';
import type { Pipeline, Visitor } from './pipeline';
import type { Exchange, Receive } from './receive';
import { credentialsOf, type Visitors } from './visitors';

/** Who asks, and where the answer goes. */
type Asking = { readonly visitor: Visitor; readonly stream: EventStream };

/** What `onSubscribe` hands to `execute` and `subscribe`, as the context of graphql-js's arguments. */
type Carried = Asking & { readonly operation: PreparedOperation };

export interface SseDoorOptions {
  readonly pipeline: Pipeline;
  readonly visitors: Visitors;
  readonly receive: Receive;
}

export interface SseDoor {
  readonly answer: RequestListener;
  /** Streams that are open. */
  readonly open: number;
  /** Ends every subscription, and those that still come; queries go on. */
  close(): void;
}

const eventStream = 'text/event-stream';

export const isForEvents = (request: IncomingMessage): boolean => /^\/graphql\/stream\/?$/i.test(pathOf(request));

/**
 * GraphQL over server-sent events (graphql-sse's protocol, distinct connections): an operation of any kind by POST or
 * GET, its results as the events of the response. What is wrong with the operation is an event too; who may not ask at
 * all is answered by the HTTP status.
 */
export function sseDoor({ pipeline, visitors, receive }: SseDoorOptions): SseDoor {
  const most = pipeline.limits.connections;
  const open = new Set<EventStream>();
  const subscriptions = new Set<EventStream>();
  let closing = false;

  const handle = createHandler<IncomingMessage, Asking, Carried>({
    // No stream is ever reserved for several operations, so none is found under this token.
    authenticate: () => '',
    validate: () => [],
    onSubscribe({ context }, params) {
      const operation = prepare(pipeline, params, context.visitor);
      if (Array.isArray(operation)) return { errors: operation, data: undefined };
      if (operation.definition.operation === 'subscription') subscriptions.add(context.stream);
      return argumentsFor<Carried>({ operation, ...context }, params.variables ?? {});
    },
    execute({ contextValue, variableValues }) {
      const { operation, visitor, stream } = contextValue;
      return pipeline.execute(operation, variableValues as Variables, visitor, stream.gone);
    },
    subscribe({ contextValue, variableValues }) {
      const { operation, visitor } = contextValue;
      return pipeline.subscribe(operation, variableValues as Variables, visitor);
    },
    onNext: (_context, { context: { stream } }) => stream.roomForResult(),
  });

  const answer = async ({ request, response, requestId }: Exchange) => {
    assertReadable(request);
    const visitor = visitors.welcome('event_stream', credentialsOf(request.headers), requestId);
    pipeline.admit(visitor);
    if (open.size >= most) throw new DomainError('TOO_MANY_CONNECTIONS', { most });
    const stream = new EventStream(response);
    const forget = () => {
      open.delete(stream);
      subscriptions.delete(stream);
    };
    open.add(stream);
    response.once('close', forget);
    try {
      const [body, init] = await handle({
        method: request.method!,
        url: request.url!,
        headers: { get: (name) => (name === 'accept' ? eventStream : (request.headers[name] as string | undefined)) },
        body: (request.body ?? null) as Record<string, unknown> | null,
        raw: request,
        context: { visitor, stream },
      });
      if (body === null || typeof body === 'string') throw refusedBy(body, init);
      if (closing && subscriptions.has(stream)) stream.end();
      await stream.send(body, init.headers ?? {});
    } finally {
      forget();
    }
  };

  return {
    answer: (request, response) => receive(request, response, answer),
    get open() {
      return open.size;
    },
    close() {
      closing = true;
      for (const stream of subscriptions) stream.end();
    },
  };
}

/** The protocol's library checks everything but this. */
function prepare(
  pipeline: Pipeline,
  { query, operationName }: RequestParams,
  visitor: Visitor,
): PreparedOperation | GraphQLError[] {
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    return [new GraphQLError('`operationName` is not text.', { extensions: { code: 'BAD_REQUEST' } })];
  return pipeline.prepare({ text: query, operationName: operationName ?? undefined }, visitor);
}

/** Throws what is to be answered to somebody who does not ask for events, or is a page that may not read them. */
function assertReadable({ method, headers }: IncomingMessage): void {
  if (method !== 'GET' && method !== 'POST') throw badRequest(405, 'Only GET and POST are answered here.');
  if (!headers.accept?.includes(eventStream)) throw badRequest(406, `The answer is ${eventStream}: accept it.`);
  const mode = headers['sec-fetch-mode'];
  // A browser sends no origin with these, and gives its page no answer.
  if (mode === 'no-cors' || mode === 'navigate')
    throw new DomainError('ORIGIN_REFUSED', { origin: 'a page that may not read the answer' });
}

function refusedBy(body: string | null, { status, statusText }: Response[1]): Error {
  return badRequest(status, body === null ? statusText : JSON.parse(body).errors[0].message);
}

const badRequest = (status: number, message: string): Error => Object.assign(new Error(message), { status });
