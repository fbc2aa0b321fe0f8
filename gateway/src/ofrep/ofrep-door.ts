import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { abortedOnClose } from '../graph-endpoint';
import { pathOf } from '../http-exchange';
import { type Credentials } from '../identity';
import { whenAsked } from '../leaving';
import { type Exchange, type ReceiveOptions, receiver } from '../receive';
import { credentialsOf, type Visitors } from '../visitors';
import { FlagEvaluation } from './evaluate';
import { type Failure, OfrepRefusal, refusalOf } from './ofrep-failure';
import { flagOf, isOfrep, subjectOf } from './read-request';

export interface OfrepDoorOptions extends ReceiveOptions {
  readonly visitors: Visitors;
}

export const isForOfrep = (request: IncomingMessage): boolean => isOfrep(pathOf(request));

/**
 * The OpenFeature Remote Evaluation Protocol (0.2): flags are experiments, evaluated by the graph. Whatever is handed out
 * is exposed, of one flag and of all alike, for nobody says later which of them was used.
 */
export function ofrepDoor(options: OfrepDoorOptions): RequestListener {
  const { pipeline, logger } = options;
  const fail = (error: unknown, request: IncomingMessage, response: ServerResponse, requestId: string) =>
    answerFailure(
      refusalOf(error, keyOf(request), (hidden) => pipeline.mask(hidden, { requestId, logger }).message),
      response,
    );
  const receive = receiver(options, fail);
  return (request, response) => receive(request, response, (exchange) => evaluate(options, exchange));
}

async function evaluate({ pipeline, visitors }: OfrepDoorOptions, exchange: Exchange): Promise<void> {
  const { request, response, requestId } = exchange;
  const flag = flagOf(pathOf(request));
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    throw new OfrepRefusal(405, 'GENERAL', 'Flags are evaluated by POST.');
  }
  const visitor = visitors.welcome('ofrep', credentialsFor(request.headers), requestId);
  pipeline.admit(visitor);
  const subject = subjectOf(request.body);
  const flags = new FlagEvaluation(
    pipeline,
    visitor,
    whenAsked(() => abortedOnClose(response)),
  );
  const answer = flag === undefined ? await flags.all(subject) : await flags.one(flag, subject);
  if ('status' in answer) answerFailure(answer, response);
  else if (flag !== undefined) answerJson(response, 200, JSON.stringify(answer));
  else answerUnlessKnown(request, response, JSON.stringify(answer));
}

/** OFREP names `X-API-Key` beside a bearer's key. */
function credentialsFor(headers: IncomingHttpHeaders): Credentials {
  const { key, ...rest } = credentialsOf(headers);
  const given = headers['x-api-key'];
  return { ...rest, key: key ?? (typeof given === 'string' && given !== '' ? given : undefined) };
}

/** The same flags as the client has are not sent again (RFC 9110, §13.1.2). */
function answerUnlessKnown({ headers }: IncomingMessage, response: ServerResponse, body: string): void {
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  response.setHeader('etag', etag);
  const known = (headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) {
    response.statusCode = 304;
    response.end();
  } else answerJson(response, 200, body);
}

function answerFailure({ status, body, retryAfter }: Failure, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  answerJson(response, status, JSON.stringify(body));
}

function answerJson(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}

function keyOf(request: IncomingMessage): string | undefined {
  try {
    return flagOf(pathOf(request));
  } catch {
    return undefined; // the path is what is wrong
  }
}
