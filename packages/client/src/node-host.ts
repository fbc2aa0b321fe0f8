import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { FileKeep } from './file-keep';
import type { Host, StreamedAnswer, StreamRequest } from './host';

/** A process of Node. */
export const nodeHost: Host = {
  stream,
  keep: (where, problem, part = '') => (where === undefined ? undefined : new FileKeep(where + part, problem)),
  keptCharacters: 16 * 2 ** 20,
  onLeaving(leave) {
    process.on('beforeExit', leave);
    return () => void process.off('beforeExit', leave);
  },
};

/** Not with `fetch`: a stream of its would keep a process alive that has come to its end. */
function stream(url: string, { headers, body, signal }: StreamRequest): Promise<StreamedAnswer> {
  return new Promise((resolve, reject) => {
    const { request: open } = url.startsWith('https:') ? https : http;
    const request = open(url, { method: 'POST', headers, signal, agent: false });
    request.on('socket', (socket) => socket.unref());
    request.on('error', reject);
    request.on('response', (response) => resolve(asAnswer(response)));
    request.end(body);
  });
}

function asAnswer(response: IncomingMessage): StreamedAnswer {
  response.setEncoding('utf8');
  return {
    status: response.statusCode!,
    header: (name) => (response.headers[name] as string | undefined) ?? null,
    text: response,
  };
}
