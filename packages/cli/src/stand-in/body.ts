import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

const maxBytes = 1024 * 1024;
const json = 'application/json';

/** Why MLflow would answer 415; undefined when it is JSON in UTF-8. */
export function contentTypeObjection(contentType: string): string | undefined {
  const [type, ...parameters] = contentType.split(';').map((part) => part.trim());
  for (const [name, value] of parameters.map((parameter) => parameter.split('='))) {
    if (name !== 'charset') return `Unrecognized content type parameters: ${name}.`;
    if (value?.toLowerCase() !== 'utf-8') return 'The scoring server only supports UTF-8';
  }
  if (type !== json) return `This stand-in only supports the content type ${json}. Got '${contentType.slice(0, 80)}'.`;
}

/** The whole body. One that is too large is read to its end all the same, or the refusal would not arrive. */
export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  if (bytes > maxBytes) throw new Refusal('BAD_REQUEST', `The body is larger than ${maxBytes} bytes.`, 413);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new Refusal('BAD_REQUEST', 'Invalid input. Ensure that input is a valid UTF-8 encoded JSON string.');
  }
}
