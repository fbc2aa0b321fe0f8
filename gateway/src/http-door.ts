import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { requireScope } from '@trialogue/subgraph';
import { metricsPage, type Telemetry } from '@trialogue/telemetry';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { chatDoor } from './chat/chat-door';
import { routeOf } from './chat/chat-route';
import { crossOrigin } from './cross-origin';
import { explorer, protectPage, sendExplorer } from './explorer';
import { graphEndpoint, isForGraph, wantsExplorer } from './graph-endpoint';
import { identify, refuse } from './http-exchange';
import { isForOfrep, ofrepDoor } from './ofrep/ofrep-door';
import type { Origins } from './origins';
import { type ReceiveOptions, receiver } from './receive';
import { isForEvents, sseDoor } from './sse-door';
import { credentialsOf, type Visitors } from './visitors';

/** Folders of pages that the product serves beside the graph. */
export interface Pages {
  /** Served at `/chat`, with graphql-ws's client as `/chat/graphql-ws.js`. */
  readonly chat?: string;
}

export interface HttpDoorOptions extends ReceiveOptions {
  readonly visitors: Visitors;
  readonly pages: Pages;
  /** Whether requests can be answered now. */
  readonly ready: () => Promise<boolean>;
  /** Shown at `/metrics`; none: nothing is there. */
  readonly telemetry?: Telemetry;
}

export interface HttpDoor {
  readonly answer: RequestListener;
  /** Event streams that are open. */
  readonly openStreams: number;
  /** Ends event streams of subscriptions, and breaks those of chats. */
  endStreams(): void;
  close(): Promise<void>;
}

const ownPagesOnly = "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

/** Everything that is served over HTTP: the graph, its event streams, chats and flags on plain node:http, pages and health by Express. */
export async function httpDoor(options: HttpDoorOptions): Promise<HttpDoor> {
  const receive = receiver(options);
  const graph = await graphEndpoint({ ...options, receive });
  const events = sseDoor({ ...options, receive });
  const flags = ofrepDoor(options);
  const chats = chatDoor(options);
  const rest = pagesAndHealth(options);
  return {
    answer(request, response) {
      if (isForEvents(request)) events.answer(request, response);
      else if (isForGraph(request) && !wantsExplorer(request)) graph.answer(request, response);
      else if (isForOfrep(request)) flags(request, response);
      else if (routeOf(request)) chats.answer(request, response);
      else rest(request, response);
    },
    get openStreams() {
      return events.open + chats.open;
    },
    endStreams() {
      events.close();
      chats.close();
    },
    close: graph.close,
  };
}

function pagesAndHealth(options: HttpDoorOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((request, response, next) => {
    response.locals.requestId = identify(request, response, options.logger);
    next();
  });
  const ownOrigin = checkOrigin(options.origins);
  app.use('/graphql', ownOrigin, crossOrigin(options.origins), (_request, response) => sendExplorer(response));
  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.get('/health/ready', async (_request, response) => {
    const ready = await options.ready().catch(() => false);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' });
  });
  if (options.telemetry) app.get('/metrics', ownOrigin, forReaders(options), metricsPage(options.telemetry.registry));
  app.use('/explorer', ownOrigin, explorer());
  if (options.pages.chat) app.use('/chat', ownOrigin, chat(options.pages.chat));
  app.use(answerErrors(options));
  return app;
}

const checkOrigin =
  (origins: Origins): RequestHandler =>
  (request, _response, next) => {
    origins.check(request.headers);
    next();
  };

/** Metrics say how a team is doing: whoever may not read the graph does not see them. */
function forReaders({ visitors }: HttpDoorOptions): RequestHandler {
  return ({ headers }: IncomingMessage, _response: ServerResponse, next) => {
    const { caller } = visitors.welcome('http', credentialsOf(headers));
    requireScope(caller, ['read']);
    next();
  };
}

function chat(folder: string): RequestHandler {
  const router = express.Router();
  router.use((_request, response, next) => {
    protectPage(response, ownPagesOnly);
    next();
  });
  router.get('/graphql-ws.js', (_request, response) => {
    response.type('js').send("export * from '/explorer/assets/graphql-ws/client.js';\n");
  });
  router.use(express.static(folder));
  return router;
}

/** Express knows it for what it is by its four parameters. */
const answerErrors =
  ({ pipeline, logger }: HttpDoorOptions): ErrorRequestHandler =>
  (error, _request, response, _next) =>
    refuse(error, response, { pipeline, logger, requestId: response.locals.requestId });
