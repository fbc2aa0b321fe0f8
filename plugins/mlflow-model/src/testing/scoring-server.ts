import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Body = { dataframe_records: Record<string, any>[]; params?: object };

/** A server that speaks MLflow's scoring protocol, and its faults when a test says so. */
export interface ScoringServer {
  readonly url: string;
  /** Bodies of the invocations, in order. */
  readonly asked: Body[];
  /** How many connections were made. */
  connections(): number;
  /** Takes over from here on how it answers; undefined: as a healthy server, with 100 + income / 2. */
  answerWith(answer?: (response: ServerResponse, request: IncomingMessage) => void): void;
  /** From here on connections are refused. */
  stop(): Promise<void>;
}

export async function scoringServer(port = 0): Promise<ScoringServer> {
  const asked: Body[] = [];
  let connections = 0;
  let answer: ((response: ServerResponse, request: IncomingMessage) => void) | undefined;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    if (request.method !== 'POST' || !request.url?.endsWith('/invocations')) return json(response, 404, {});
    const body: Body = JSON.parse(text);
    asked.push(body);
    if (answer) return answer(response, request);
    json(response, 200, { predictions: body.dataframe_records.map(({ income }) => 100 + income / 2) });
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    connections: () => connections,
    answerWith(next) {
      answer = next;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
