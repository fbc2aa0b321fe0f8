import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { DomainError } from '@trialogue/errors';
import type { Replica } from '@trialogue/store';
import {
  type Caller,
  eventStreamType,
  type SubgraphFetch,
  type SubgraphSource,
  schemaHeader,
  toGraphQLError,
} from '@trialogue/subgraph';
import { traceparent, traceparentHeader } from '@trialogue/telemetry';
import { type DocumentNode, type ExecutionResult, GraphQLError, getOperationAST, print } from 'graphql';
import { EventReader } from './event-reader';
import type { InFlight } from './in-flight';
import type { ReplicaDirectory } from './replica-directory';
import { resultOf } from './result-of';

export interface RemoteMember {
  readonly name: string;
  /** Hash of the SDL that operations are planned for. */
  readonly schema: string;
}

/** How the servers of subgraphs are reached, shared by all of them. */
export interface Wire {
  readonly directory: Pick<ReplicaDirectory, 'choose' | 'failed'>;
  /** Signs who asks. */
  sign(caller: Caller): string;
  /** Of all subgraphs: what one changes, another may tell. */
  readonly inFlight: InFlight;
}

/**
 * An idle connection is given up before the subgraph closes it (75 s), so that no request meets a closed one. The limit
 * does not concern one that is in use.
 */
const agent = new Agent({ keepAlive: true, maxSockets: 512, maxFreeSockets: 64, timeout: 30_000, scheduling: 'lifo' });
/** A subscription has a connection for as long as it lasts, so queries would wait for one. The doors bound how many there are. */
const streamAgent = new Agent();
const connectMs = 2_000;
const mostBytes = 64 * 2 ** 20;
/** As long as a turn may take, and some more. */
const answerMs = 15 * 60_000;

/**
 * One version of a subgraph that other processes serve. What cannot be reached is SUBGRAPH_UNAVAILABLE at its fields, and
 * the rest of the answer stands. What was not sent is sent to another replica; what may have been is repeated for a query
 * only. A query that is under way already, of the same caller, is not sent again.
 */
export function overHttp({ name, schema }: RemoteMember, { directory, sign, inFlight }: Wire): SubgraphSource {
  const headersFor = ({ caller, requestId }: SubgraphFetch['request'], accept: string) => ({
    'content-type': 'application/json',
    accept,
    authorization: `Bearer ${sign(caller)}`,
    'x-request-id': requestId,
    [schemaHeader]: schema,
    ...traceHeader(),
  });

  async function ask<Read>(fetch: SubgraphFetch, body: string, { accept, signal, read }: Asking<Read>): Promise<Read> {
    const repeatable = isQuery(fetch.document);
    let failure: unknown = new Error('no replica of it is known');
    for (const replica of directory.choose(name, schema)) {
      try {
        return await read(await post(replica, headersFor(fetch.request, accept), body, signal));
      } catch (error) {
        const { sent, code } = error as Failure;
        const isCut = sent !== undefined || code === 'ECONNRESET'; // otherwise what came is at fault, not the way
        if (signal.aborted || !isCut) throw error;
        failure = error;
        directory.failed(replica);
        if (!repeatable && sent !== false) break;
      }
    }
    throw new DomainError('SUBGRAPH_UNAVAILABLE', { subgraph: name }, { cause: failure });
  }

  async function answered(fetch: SubgraphFetch): Promise<ExecutionResult> {
    const { signal, caller } = fetch.request;
    const body = bodyOf(fetch);
    const question = (given: AbortSignal) =>
      ask(fetch, body, { accept: 'application/json', signal: given, read: textOf });
    try {
      if (isQuery(fetch.document))
        return resultOf(await inFlight.ask(`${name} ${schema} ${sign(caller)} ${body}`, signal, question));
      return resultOf(await question(signal).finally(() => inFlight.changed()));
    } catch (error) {
      return { errors: atEachField(fetch.document, toGraphQLError(asUnavailable(error, name, fetch), fetch.request)) };
    }
  }

  return {
    fetch: answered,
    async openSubscription(fetch) {
      try {
        const { signal } = fetch.request;
        const asking = { accept: eventStreamType, signal, read: (opened: Reply) => opened };
        const reply = await ask(fetch, bodyOf(fetch), asking);
        if (reply.response.headers['content-type'] !== eventStreamType) return resultOf(await textOf(reply));
        return new EventReader(reply.response, name);
      } catch (error) {
        return {
          errors: atEachField(fetch.document, toGraphQLError(asUnavailable(error, name, fetch), fetch.request)),
        };
      }
    },
    // The subgraph has resolved it, in a context of its own for each event.
    resolveEvent: async (_fetch, event) => event as ExecutionResult,
  };
}

/** Where the trace of what runs here goes on; nothing unless there is one. */
function traceHeader(): Record<string, string> | undefined {
  const parent = traceparent();
  return parent === undefined ? undefined : { [traceparentHeader]: parent };
}

interface Asking<Read> {
  readonly accept: string;
  readonly signal: AbortSignal;
  /** Takes what is to be had of a replica's reply before it counts as one. */
  read(reply: Reply): Read | Promise<Read>;
}

interface Reply {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

/** Why nothing was answered; `sent` when the request may have arrived. */
interface Failure extends NodeJS.ErrnoException {
  sent?: boolean;
}

function post(replica: Replica, headers: { accept: string }, body: string, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${replica.url}/graphql`, {
      method: 'POST',
      agent: headers.accept === eventStreamType ? streamAgent : agent,
      signal,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    let sent = false;
    const connecting = setTimeout(() => request.destroy(new Error(`no connection within ${connectMs} ms`)), connectMs);
    const answering = setTimeout(() => request.destroy(new Error(`no answer within ${answerMs} ms`)), answerMs).unref();
    const settled = () => {
      clearTimeout(connecting);
      clearTimeout(answering);
    };
    request.on('socket', (socket) => {
      const connected = () => {
        clearTimeout(connecting);
        sent = true;
        socket.setKeepAlive(true, 10_000);
      };
      if (socket.connecting) socket.once('connect', connected);
      else connected();
    });
    request.on('error', (error: Failure) => {
      settled();
      error.sent = sent;
      reject(error);
    });
    request.on('response', (response) => {
      settled();
      resolve({ request, response });
    });
    request.end(body);
  });
}

async function textOf({ request, response }: Reply): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      request.destroy();
      throw new Error(`an answer of more than ${mostBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]!.toString() : Buffer.concat(chunks).toString();
}

/** What went wrong on the way; an operation whose caller has gone needs no other reason. */
function asUnavailable(error: unknown, subgraph: string, { request }: SubgraphFetch): unknown {
  if (error instanceof DomainError || request.signal.aborted) return error;
  request.logger.warn({ err: error, subgraph }, 'A subgraph’s answer was lost.');
  return new DomainError('SUBGRAPH_UNAVAILABLE', { subgraph }, { cause: error });
}

const texts = new WeakMap<DocumentNode, string>();

function bodyOf({ document, operationName, variables }: SubgraphFetch): string {
  let query = texts.get(document);
  if (query === undefined) {
    query = print(document);
    texts.set(document, query);
  }
  return JSON.stringify({ query, operationName, variables });
}

/** Nothing was answered, so every field of the root is null, and says why. */
function atEachField(document: DocumentNode, { message, extensions }: GraphQLError): readonly GraphQLError[] {
  const fields = getOperationAST(document)!.selectionSet.selections.flatMap((selection) =>
    selection.kind === 'Field' ? [selection.alias?.value ?? selection.name.value] : [],
  );
  if (fields.length === 0) return [new GraphQLError(message, { extensions })];
  return fields.map((field) => new GraphQLError(message, { path: [field], extensions }));
}

const isQuery = (document: DocumentNode) => getOperationAST(document)?.operation !== 'mutation';
