import type { IncomingHttpHeaders } from 'node:http';
import type { FakeHttpError, FakeText, FakeToolCall, ProviderRequest } from './fake-answer';

/** What differs between two providers' protocols. Frames are server-sent events, whole and with their blank line. */
export interface Wire {
  readonly provider: ProviderRequest['provider'];
  readonly path: string;
  /** Why the true API would refuse such a request. */
  refuse(headers: IncomingHttpHeaders, body: any): FakeHttpError | undefined;
  errorBody(error: FakeHttpError): object;
  head(answer: FakeText, body: any): string[];
  token(answer: FakeText, body: any, text: string): string;
  thoughts(answer: FakeText, body: any): string[];
  toolCalls(answer: FakeText, body: any): string[];
  tail(answer: FakeText, body: any): string[];
  errorFrame(type: string): string;
  readonly keepAlive: string;
  readonly unknown: readonly string[];
}

/** The text of messages as a request has them: strings, or lists of text blocks. */
export const isSpeech = (content: unknown): boolean =>
  typeof content === 'string' ? content !== '' : Array.isArray(content) && content.length > 0;

/** The arguments as text, and cut into pieces. */
export function argumentsOf({ arguments: given }: FakeToolCall): { json: string; pieces: string[] } {
  const json = typeof given === 'string' ? given : JSON.stringify(given);
  return { json, pieces: json.match(/[\s\S]{1,7}/g) ?? [] };
}

/** The id of call number `place` (from 0). */
export const idOf = ({ id }: FakeToolCall, place: number): string | null =>
  id === undefined ? `call_${place + 1}` : id;

/** Names of tools and of schemas. */
export const isName = (name: unknown): boolean => typeof name === 'string' && /^[\w-]{1,64}$/.test(name);
