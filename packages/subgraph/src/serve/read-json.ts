import type { IncomingMessage } from 'node:http';
import { DomainError } from '@trialogue/errors';

/** What a gateway sends: entities of a whole page of a list, say. */
const mostBytes = 16 * 2 ** 20;

export interface WireOperation {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** The operation in a request's body. Throws BAD_USER_INPUT. */
export async function readJson(request: IncomingMessage): Promise<WireOperation> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw refused(`the body is larger than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  let body: Partial<WireOperation> | null;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw refused('the body is no JSON');
  }
  if (typeof body?.query !== 'string') throw refused('the body has no `query`');
  return body as WireOperation;
}

const refused = (problem: string) =>
  new DomainError('BAD_USER_INPUT', { problem: `A request is refused: ${problem}.` });
