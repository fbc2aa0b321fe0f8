import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '@trialogue/errors';
import type { Logger } from 'pino';
import type { Pipeline } from './pipeline';
import { requestIdOf } from './visitors';

/** The path that a request is for, without its query; proxies may send a whole URL. */
export function pathOf({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  return /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(url)![1]!;
}

/** Gives an exchange its id, which it answers, and at debug a line in the log. */
export function identify(request: IncomingMessage, response: ServerResponse, logger: Logger): string {
  const requestId = requestIdOf(request.headers);
  response.setHeader('x-request-id', requestId);
  if (logger.isLevelEnabled('debug')) {
    const { method } = request;
    const path = pathOf(request);
    const startedAt = performance.now();
    response.once('close', () => {
      const ms = Math.round(performance.now() - startedAt);
      logger.debug({ requestId, method, path, status: response.statusCode, ms }, 'Answered a request.');
    });
  }
  return requestId;
}

export interface Refusal {
  readonly pipeline: Pipeline;
  readonly logger: Logger;
  readonly requestId: string;
}

/** The `Retry-After` of an error, in seconds, when it says how long to wait. */
export function retryAfter(error: unknown): string | undefined {
  if (!(error instanceof DomainError) || !('retryAfterMs' in error.data)) return undefined;
  return String(Math.ceil(Number(error.data.retryAfterMs) / 1_000));
}

/** Answers an error in the shape of GraphQL's; a connection whose answer has begun is cut instead. */
export function refuse(error: any, response: ServerResponse, { pipeline, logger, requestId }: Refusal): void {
  if (response.headersSent) {
    logger.error({ err: error, requestId }, 'An answer was cut off.');
    response.destroy();
    return;
  }
  // Body parser's refusals are the caller's fault and carry a status below 500.
  const status = error instanceof DomainError ? error.status : Number(error.status ?? error.statusCode ?? 500);
  const answer =
    status < 500 && !(error instanceof DomainError)
      ? { message: error.message, extensions: { code: 'BAD_REQUEST' } }
      : pipeline.mask(error, { requestId, logger }).toJSON();
  response.statusCode = status;
  const seconds = retryAfter(error);
  if (seconds !== undefined) response.setHeader('retry-after', seconds);
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify({ errors: [answer] }));
}
