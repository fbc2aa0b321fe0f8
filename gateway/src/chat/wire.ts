import type { Told } from './telling';

/** How a protocol tells an answer, as server-sent events. */
export interface Wire {
  readonly headers: Readonly<Record<string, string>>;
  before(): Iterable<string>;
  of(told: Told): Iterable<string>;
  after(): Iterable<string>;
}

/** A server-sent event without a name. */
export const sent = (data: string): string => `data: ${data}\n\n`;

export function* sentAsJson(events: Iterable<object>): Generator<string> {
  for (const event of events) yield sent(JSON.stringify(event));
}
