import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '@trialogue/errors';
import { json } from 'express';
import type { Logger } from 'pino';
import { crossOrigin } from './cross-origin';
import { identify, refuse } from './http-exchange';
import type { Origins } from './origins';
import type { Pipeline } from './pipeline';
import { Underway } from './underway';

/** A request that may be answered, with its JSON body read. */
export interface Exchange {
  readonly request: IncomingMessage & { readonly body?: unknown };
  readonly response: ServerResponse;
  readonly requestId: string;
}

/** Does what comes before any operation over HTTP, then proceeds; answers what is thrown on the way. */
export type Receive = (
  request: IncomingMessage,
  response: ServerResponse,
  proceed: (exchange: Exchange) => Promise<void>,
) => void;

export interface ReceiveOptions {
  readonly pipeline: Pipeline;
  readonly origins: Origins;
  readonly logger: Logger;
}

/** Answers what is thrown on the way. */
export type Fail = (error: unknown, request: IncomingMessage, response: ServerResponse, requestId: string) => void;

/** A request id, whose page it comes from, room on its connection, CORS, and the body. What fails is answered in the shape of GraphQL's errors, unless told. */
export function receiver({ pipeline, origins, logger }: ReceiveOptions, answerError?: Fail): Receive {
  const { bodyBytes, operations } = pipeline.limits;
  const allowOrigins = crossOrigin(origins);
  const readJson = json({ limit: bodyBytes });
  const underway = new Underway(operations);
  return (request, response, proceed) => {
    const requestId = identify(request, response, logger);
    const fail = (thrown: unknown) => {
      const error = asTooLarge(thrown, bodyBytes);
      if (answerError) answerError(error, request, response, requestId);
      else refuse(error, response, { pipeline, logger, requestId });
    };
    const unlessFailed = (next: () => void) => (error?: unknown) => (error ? fail(error) : next());
    try {
      origins.check(request.headers);
      underway.begin(request, response);
      const go = () => void proceed({ request, response, requestId }).catch(fail);
      const read = () => readJson(request, response, unlessFailed(go));
      allowOrigins(request, response, unlessFailed(read));
    } catch (error) {
      fail(error);
    }
  };
}

/** Body parser's own refusal names no limit. */
function asTooLarge(error: unknown, most: number): unknown {
  const tooLarge = (error as { type?: unknown }).type === 'entity.too.large';
  return tooLarge ? new DomainError('REQUEST_TOO_LARGE', { most }) : error;
}
