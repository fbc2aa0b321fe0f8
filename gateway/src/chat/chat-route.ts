import type { IncomingMessage } from 'node:http';
import { pathOf } from '../http-exchange';

export interface ChatRoute {
  readonly act: 'say' | 'resume' | 'cancel' | 'run';
  readonly conversation: string;
}

const routes: readonly { readonly act: ChatRoute['act']; readonly method: string; readonly path: RegExp }[] = [
  { act: 'say', method: 'POST', path: /^\/chat\/([^/]+)\/?$/ },
  { act: 'cancel', method: 'DELETE', path: /^\/chat\/([^/]+)\/?$/ },
  // The AI SDK puts its own id of the chat in between.
  { act: 'resume', method: 'GET', path: /^\/chat\/([^/]+)(?:\/[^/]+)?\/stream\/?$/ },
  { act: 'run', method: 'POST', path: /^\/ag-ui\/([^/]+)\/?$/ },
];

/** What a chat client asks for; undefined: this is for somebody else. */
export function routeOf(request: IncomingMessage): ChatRoute | undefined {
  const method = request.headers['access-control-request-method'] ?? request.method;
  const path = pathOf(request);
  for (const { act, method: own, path: form } of routes) {
    const match = method === own && form.exec(path);
    if (match) return { act, conversation: decoded(match[1]!) };
  }
  return undefined;
}

/** What is no encoding is no conversation's id either. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
