import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import pino from 'pino';
import WebSocket from 'ws';
import { membersOf } from '../federation/members';
import { type Gateway, type GatewayOptions, startGateway } from '../server';
import { makeShop, type Shop } from './shop';

/** The shop behind a started gateway, on a free port. */
export interface Served {
  readonly shop: Shop;
  readonly gateway: Gateway;
  /** POSTs an operation. */
  post(query: string, headers?: Record<string, string>, variables?: object): Promise<Answer>;
  request(path: string, options?: http.RequestOptions & { body?: string }): Promise<Answer>;
  webSocket(options?: Partial<ClientOptions>, headers?: Record<string, string>): Client;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  readonly json: any;
}

export async function serveShop(options: Partial<GatewayOptions> = {}): Promise<Served> {
  const shop = makeShop();
  const gateway = await startGateway({
    members: membersOf(shop.subgraphs),
    host: '127.0.0.1',
    port: 0,
    identity: { keys: [] },
    origins: { origins: [], hosts: [] },
    logger: pino({ level: 'silent' }),
    ...options,
  });
  const request: Served['request'] = (path, given = {}) => send(new URL(path, gateway.url), given);
  return {
    shop,
    gateway,
    request,
    post: (query, headers = {}, variables = {}) =>
      request('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      }),
    webSocket: (given = {}, headers = {}) =>
      createClient({
        url: `${gateway.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: class extends WebSocket {
          constructor(url: string, protocols: string) {
            super(url, protocols, { headers });
          }
        },
        retryAttempts: 0,
        ...given,
      }),
  };
}

function send(url: URL, { body, ...options }: http.RequestOptions & { body?: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        const json = /json/.test(response.headers['content-type'] ?? '') ? JSON.parse(text) : undefined;
        resolve({ status: response.statusCode!, headers: response.headers, text, json });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A server that does nothing but hold a port. */
export async function occupyPort(): Promise<{ port: number; close(): void }> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
