import { createParser } from 'eventsource-parser';
import { Deadline } from '../deadline';
import type { Host, StreamedAnswer } from '../host';
import { ownError, TrialogueError } from '../trialogue-error';
import { type GraphError, refusal, refusalOf, unreachable } from './refusal';

export interface GraphOptions {
  /** Of the graph, as `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  readonly key?: string;
}

export interface GraphTimes {
  /** For an answer, and for a stream to begin. */
  readonly answerMs: number;
  /** A stream on which nothing comes for so long is dead; the product sends a sign of life each 12 s. */
  readonly silenceMs: number;
}

interface Operation {
  readonly query: string;
  readonly variables: object;
}

interface Result {
  readonly data?: any;
  readonly errors?: readonly GraphError[];
}

export interface Hearing {
  readonly signal: AbortSignal;
  /** Something came, if only a sign of life. */
  alive(): void;
  next(data: any): void;
}

const mostCharacters = 64 * 2 ** 20;

/** The product’s graph: questions over HTTP, subscriptions as server-sent events (graphql-sse’s distinct connections). */
export class Graph {
  private readonly headers: { readonly [name: string]: string };

  constructor(
    private readonly options: GraphOptions,
    private readonly host: Host,
    private readonly times: GraphTimes,
  ) {
    const { key } = options;
    this.headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
  }

  /**
   * The data of a query or a mutation. `leaving`: it is sent even if the page is gone by then.
   *
   * @throws TrialogueError what the product refuses, or UNREACHABLE
   */
  async ask(operation: Operation, signal: AbortSignal, leaving = false): Promise<any> {
    const deadline = new Deadline(signal, this.times.answerMs);
    try {
      const response = await fetch(this.options.url, {
        method: 'POST',
        headers: this.headers,
        body: JSON.stringify(operation),
        signal: deadline.signal,
        ...(leaving && { keepalive: true }),
      });
      const text = await response.text();
      if (!response.ok) throw refusalOf(response.status, response.headers.get('retry-after'), text);
      return dataOf(text);
    } catch (error) {
      throw unreachable(error);
    } finally {
      deadline.end();
    }
  }

  /**
   * Tells of a subscription’s results until the product ends it.
   *
   * @throws TrialogueError what the product refuses, or UNREACHABLE when the stream is cut or silent
   */
  async subscribe(operation: Operation, { signal, alive, next }: Hearing): Promise<void> {
    const { answerMs, silenceMs } = this.times;
    const deadline = new Deadline(signal, answerMs);
    const isComplete = eventReader(next);
    try {
      const answer = await this.host.stream(`${this.options.url}/stream`, {
        headers: { ...this.headers, accept: 'text/event-stream' },
        body: JSON.stringify(operation),
        signal: deadline.signal,
      });
      if (answer.status !== 200) throw refusalOf(answer.status, answer.header('retry-after'), await textOf(answer));
      for await (const text of answer.text) {
        deadline.extend(silenceMs);
        alive();
        if (isComplete(text)) return;
      }
      throw ownError('UNREACHABLE', { reason: 'the stream was cut' });
    } catch (error) {
      throw unreachable(deadline.signal.aborted ? deadline.signal.reason : error);
    } finally {
      deadline.end();
    }
  }
}

/** Reads what has come of a stream; answers whether the product has said that nothing else will. */
function eventReader(next: (data: any) => void): (text: string) => boolean {
  let complete = false;
  const parser = createParser({
    maxBufferSize: mostCharacters,
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw error;
    },
    onEvent({ event, data }) {
      if (event === 'complete') complete = true;
      if (event === 'next') next(dataOf(data));
    },
  });
  return (text) => {
    parser.feed(text);
    return complete;
  };
}

/** The data of a result, whole or not at all. */
function dataOf(text: string): any {
  let result: Result;
  try {
    result = JSON.parse(text);
  } catch (cause) {
    throw ownError('UNREACHABLE', { reason: 'something answers what is not JSON' }, { cause });
  }
  if (result.errors?.length) throw refusal(result.errors);
  if (result.data) return result.data;
  throw new TrialogueError({ code: 'INTERNAL_SERVER_ERROR', message: 'The product answers no data.', retryable: true });
}

async function textOf({ text }: StreamedAnswer): Promise<string> {
  let whole = '';
  for await (const part of text) {
    whole += part;
    if (whole.length > 100_000) break; // no answer of ours
  }
  return whole;
}
