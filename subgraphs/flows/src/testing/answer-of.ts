import type { Answer } from './process';

/** What the one field of a document answered. Throws what went wrong. */
export function answerOf({ data, messages }: Answer): any {
  if (messages.length > 0) throw new Error(messages.join('; '));
  return Object.values(data)[0];
}
