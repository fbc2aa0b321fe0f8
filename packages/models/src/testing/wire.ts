import type { IncomingHttpHeaders } from 'node:http';
import type { FakeHttpError, FakeText, ProviderRequest } from './fake-answer';

/** What differs between two providers' protocols. Frames are server-sent events, whole and with their blank line. */
export interface Wire {
  readonly provider: ProviderRequest['provider'];
  readonly path: string;
  /** Why the true API would refuse such a request. */
  refuse(headers: IncomingHttpHeaders, body: any): FakeHttpError | undefined;
  errorBody(error: FakeHttpError): object;
  head(answer: FakeText, body: any): string[];
  token(answer: FakeText, body: any, text: string): string;
  tail(answer: FakeText, body: any): string[];
  errorFrame(type: string): string;
  readonly keepAlive: string;
  readonly unknown: readonly string[];
}

/** The text of messages as a request has them: strings, or lists of text blocks. */
export const isSpeech = (content: unknown): boolean =>
  typeof content === 'string' ? content !== '' : Array.isArray(content) && content.length > 0;
