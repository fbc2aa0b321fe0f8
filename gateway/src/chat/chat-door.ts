import type { RequestListener, ServerResponse } from 'node:http';
import { DomainError } from '@trialogue/errors';
import { EventStream } from '../event-stream';
import { abortedOnClose } from '../graph-endpoint';
import { refuse } from '../http-exchange';
import { whenAsked } from '../leaving';
import { type Exchange, type Fail, type ReceiveOptions, receiver } from '../receive';
import { credentialsOf, type Visitors } from '../visitors';
import { AgUiRun } from './ag-ui';
import { answerTo, answerUnderWay } from './answer';
import { type ChatRoute, routeOf } from './chat-route';
import { GraphRefusal } from './graph-refusal';
import { readRun, readUiMessages } from './read-request';
import { Talk } from './talk';
import type { Told } from './telling';
import { UiMessageStream } from './ui-message-stream';
import type { Wire } from './wire';

export interface ChatDoorOptions extends ReceiveOptions {
  readonly visitors: Visitors;
}

export interface ChatDoor {
  readonly answer: RequestListener;
  /** Answers that are being told. */
  readonly open: number;
  /** Breaks every answer that is being told, and those that still come: clients come back elsewhere. Turns go on. */
  close(): void;
}

/** Proxies take a connection without a byte for dead. */
const keepAliveMs = 12_000;

/** The reader has gone, or this process goes. */
class Gone extends Error {}

/**
 * Conversations for chat clients that speak other protocols than GraphQL: the AI SDK's UI message stream (`useChat`,
 * assistant-ui) at `/chat/{conversation}`, AG-UI at `/ag-ui/{conversation}`. What they ask for goes through the graph.
 */
export function chatDoor(options: ChatDoorOptions): ChatDoor {
  const { pipeline, visitors, logger } = options;
  const open = new Set<ServerResponse>();
  let closing = false;

  const proceed = async (exchange: Exchange): Promise<void> => {
    const { request, response, requestId } = exchange;
    const visitor = visitors.welcome('chat', credentialsOf(request.headers), requestId);
    pipeline.admit(visitor);
    const route = routeOf(request)!;
    const { connections: most } = pipeline.limits;
    const tells = route.act !== 'cancel';
    if (open.size >= most && tells) throw new DomainError('TOO_MANY_CONNECTIONS', { most });
    if (closing && tells) throw new Gone();
    if (tells) open.add(response);
    response.once('close', () => open.delete(response));
    const gone = new Promise<never>((_, reject) => response.once('close', () => reject(new Gone())));
    gone.catch(() => {}); // it may be over before anybody waits for it
    const leaving = whenAsked(() => abortedOnClose(response));
    const found = await answerOf(route, request.body, new Talk(pipeline, visitor, leaving), gone);
    if (!found) response.writeHead(204).end();
    else await send(exchange, found.answer, found.wire);
  };

  /** Nothing is written before something is there to be told: until then a refusal is answered by the status. */
  const send = async ({ response, requestId }: Exchange, answer: AsyncGenerator<Told>, wire: Wire): Promise<void> => {
    const first = await answer.next();
    if (first.done) return void response.writeHead(204).end();
    const failed = (error: unknown): Told => {
      const { message, extensions } =
        error instanceof GraphRefusal ? error.error : pipeline.mask(error, { requestId, logger });
      return { type: 'failed', code: String(extensions.code), message };
    };
    async function* lines(): AsyncGenerator<string> {
      yield* wire.before();
      try {
        yield* wire.of(first.value);
        for await (const told of answer) yield* wire.of(told);
      } catch (error) {
        if (error instanceof Gone) return;
        yield* wire.of(failed(error));
      }
      yield* wire.after();
    }
    const alive = setInterval(() => response.write(':\n\n'), keepAliveMs);
    try {
      await new EventStream(response).send(lines(), { ...sse, ...wire.headers });
    } finally {
      clearInterval(alive);
      void answer.return(undefined).catch(() => {}); // it may have been left before it was asked for more
    }
  };

  const fail: Fail = (error, _request, response, requestId) => {
    if (error instanceof Gone) response.destroy();
    else if (error instanceof GraphRefusal && !response.headersSent) answerRefusal(error, response);
    else refuse(error, response, { pipeline, logger, requestId });
  };
  const receive = receiver(options, fail);
  return {
    answer: (request, response) => receive(request, response, proceed),
    get open() {
      return open.size;
    },
    // Not ended: as an answer without its last chunk, it is no whole one to any client.
    close() {
      closing = true;
      for (const response of open) response.destroy();
    },
  };
}

/** Does what a route says. Undefined: there is nothing to tell. */
async function answerOf(
  { act, conversation }: ChatRoute,
  body: unknown,
  talk: Talk,
  gone: Promise<never>,
): Promise<{ answer: AsyncGenerator<Told>; wire: Wire } | undefined> {
  switch (act) {
    case 'say':
      return { answer: answerTo(talk, conversation, readUiMessages(body), gone), wire: new UiMessageStream() };
    case 'run': {
      const { saying, run } = readRun(body);
      return { answer: answerTo(talk, conversation, saying, gone), wire: new AgUiRun(run) };
    }
    case 'resume': {
      const answer = await answerUnderWay(talk, conversation, gone);
      return answer && { answer, wire: new UiMessageStream() };
    }
    case 'cancel':
      await talk.cancel(conversation);
  }
  return undefined;
}

const sse = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

function answerRefusal({ error, status }: GraphRefusal, response: ServerResponse): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify({ errors: [error.toJSON()] }));
}
