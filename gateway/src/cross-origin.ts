import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';
import type { Origins } from './origins';

type Next = (error?: unknown) => void;

/**
 * CORS for allowed origins, for Express and for plain node:http; preflights are answered here. A program sends no origin
 * and needs none of it.
 */
export function crossOrigin(
  origins: Origins,
): (request: IncomingMessage, response: ServerResponse, next: Next) => void {
  const allow = cors({
    origin: (origin, answer) => answer(null, origin !== undefined && origins.allows(origin)),
    methods: ['GET', 'POST', 'DELETE'],
    exposedHeaders: ['x-request-id', 'retry-after', 'etag'],
    maxAge: 600,
  });
  return (request, response, next) => {
    response.setHeader('vary', 'origin');
    if (request.headers.origin === undefined) next();
    else allow(request, response, next);
  };
}
