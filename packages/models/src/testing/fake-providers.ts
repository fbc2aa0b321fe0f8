import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropicWire, countPath, refuseCount } from './anthropic-wire';
import type { FakeAnswer, FakeCount, FakeHttpError, ProviderRequest } from './fake-answer';
import { openaiWire } from './openai-wire';
import { play } from './play';
import type { Wire } from './wire';

export interface FakeProviderOptions {
  /** 0, which is any free one, unless told. */
  readonly port?: number;
  /** Answers what nothing was scripted for; a greeting unless told. */
  readonly answer?: (request: ProviderRequest) => FakeAnswer;
}

/** A local server that speaks the wire protocols of Anthropic and OpenAI, with their faults. */
export interface FakeProviders {
  readonly anthropic: { readonly apiKey: string; readonly baseURL: string };
  readonly openai: { readonly apiKey: string; readonly baseURL: string };
  /** All that arrived, oldest first, those that were refused included; what is only to be counted aside. */
  readonly requests: readonly ProviderRequest[];
  /** What Anthropic's count endpoint was asked, oldest first. */
  readonly counted: readonly ProviderRequest[];
  /** The next requests, of whichever provider, get these answers in this order. */
  script(...answers: readonly FakeAnswer[]): void;
  /** The next questions for a count get these answers; a question with none, a token for every four bytes of its JSON. */
  scriptCounts(...answers: readonly FakeCount[]): void;
  /** Resolves with request number `count` (from 1) as soon as it is there. */
  arrived(count: number): Promise<ProviderRequest>;
  /** Breaks what is open. */
  close(): Promise<void>;
}

const greeting: FakeAnswer = { tokens: ['Hello', ' from', ' the', ' fake', ' provider.'] };

/** Starts on 127.0.0.1. A request that the true API would refuse is answered 400 or 401, and uses up nothing scripted. */
export async function startFakeProviders(options: FakeProviderOptions = {}): Promise<FakeProviders> {
  const requests: ProviderRequest[] = [];
  const scripted: FakeAnswer[] = [];
  const arrivals = new EventEmitter();
  const counted: ProviderRequest[] = [];
  const scriptedCounts: FakeCount[] = [];

  async function count(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = await text(request);
    const body = JSON.parse(json);
    counted.push({ provider: 'anthropic', headers: request.headers, body, ended: whenEnded(response) });
    const answer = refuseCount(request.headers, body) ?? scriptedCounts.shift() ?? Math.ceil(json.length / 4);
    if (typeof answer === 'object') return sendError(anthropicWire, answer, response);
    response.writeHead(200, { 'content-type': 'application/json' });
    if (typeof answer === 'number') response.end(JSON.stringify({ input_tokens: answer }));
    else if (answer === 'countless') response.end('{}');
    else response.write('{ "input_tokens"', () => answer === 'cut' && response.destroy());
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST' && request.url === countPath) return count(request, response);
    const wire = [anthropicWire, openaiWire].find(({ path }) => request.method === 'POST' && request.url === path);
    if (!wire) return void response.writeHead(404).end();
    const body = JSON.parse(await text(request));
    const arrived = { provider: wire.provider, headers: request.headers, body, ended: whenEnded(response) };
    requests.push(arrived);
    arrivals.emit('request');
    const refusal = wire.refuse(request.headers, body);
    const answer = refusal ?? scripted.shift() ?? options.answer?.(arrived) ?? greeting;
    if ('status' in answer) return sendError(wire, answer, response);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    await play(wire, answer, body, response).catch(() => response.destroy());
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    anthropic: { apiKey: 'sk-ant-fake', baseURL: url },
    openai: { apiKey: 'sk-fake', baseURL: `${url}/v1` },
    requests,
    counted,
    scriptCounts: (...answers) => void scriptedCounts.push(...answers),
    script: (...answers) => void scripted.push(...answers),
    async arrived(count) {
      while (requests.length < count) await once(arrivals, 'request');
      return requests[count - 1]!;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function sendError(wire: Wire, error: FakeHttpError, response: ServerResponse): void {
  response.writeHead(error.status, { 'content-type': 'application/json', 'request-id': 'req_fake', ...error.headers });
  response.end(JSON.stringify(wire.errorBody(error)));
}

const whenEnded = (response: ServerResponse) =>
  new Promise<'answered' | 'left'>((resolve) =>
    response.once('close', () => resolve(response.writableFinished ? 'answered' : 'left')),
  );

async function text(request: IncomingMessage): Promise<string> {
  let whole = '';
  for await (const piece of request.setEncoding('utf8')) whole += piece;
  return whole;
}
