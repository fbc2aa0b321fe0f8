import { byteLength } from './byte-length';
import { TemplateError } from './template-error';

/** What one render may use. Whoever exceeds one gets a `TemplateError` of kind `limit`. */
export const limits = {
  /** Bytes of UTF-8. */
  template: 64 * 1024,
  /** Bytes of UTF-8 of all that a template includes. */
  includedBytes: 256 * 1024,
  /** Templates that include each other, one within the other. */
  includeDepth: 8,
  /** Bytes of UTF-8, as JSON. */
  variables: 256 * 1024,
  /** Bytes of UTF-8. */
  output: 256 * 1024,
  /** Calls, operations and turns of loops; more for what looks through a long text or list. */
  steps: 40_000,
  /** Characters and items of all that a Jinja template makes on its way. */
  built: 2 * 1024 * 1024,
  /** Macros, recursive loops and blocks within each other. */
  depth: 60,
  /** Bytes of UTF-8 of all messages' templates of a chat. */
  chat: 256 * 1024,
  /** Words, signs and texts of a Jinja template; tags of a Mustache one. */
  tokens: 8_000,
  /** Milliseconds of one render, from when its template is compiled. A safety net: `steps` ends almost everything before. */
  time: 40,
} as const;

export const tookTooLong = `The template took longer than ${limits.time} ms.`;

export type Variables = { readonly [name: string]: unknown };

export function checkSize(what: 'template' | 'output', text: string): void {
  const bytes = byteLength(text);
  if (bytes > limits[what]) {
    throw new TemplateError('limit', `The ${what} has ${bytes} bytes; ${limits[what]} are allowed.`);
  }
}
