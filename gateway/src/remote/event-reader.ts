import type { IncomingMessage } from 'node:http';
import { DomainError } from '@trialogue/errors';
import { completed, pulseMs } from '@trialogue/subgraph';
import type { ExecutionResult } from 'graphql';
import { resultOf } from './result-of';

/** So many results may wait to be pulled; then the connection is not read until some are. */
const mostWaiting = 16;
const mostCharacters = 16 * 2 ** 20;
const silenceMs = 3 * pulseMs;

type Step = IteratorResult<ExecutionResult>;

/**
 * The results that a subgraph's event stream brings (see `wire.ts` of `@trialogue/subgraph`). Written out, not an async
 * generator, whose `return()` waits behind a pending `next()`. A stream that is cut, or silent for half a minute, ends
 * with SUBGRAPH_UNAVAILABLE.
 */
export class EventReader implements AsyncIterator<ExecutionResult> {
  private text = '';
  private readonly waiting: ExecutionResult[] = [];
  private pulling: { resolve(step: Step): void; reject(error: unknown): void } | undefined;
  private end: { readonly error?: unknown } | undefined;
  private readonly silence: NodeJS.Timeout;

  constructor(
    private readonly response: IncomingMessage,
    private readonly subgraph: string,
  ) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    response.on('error', (cause) => this.cut(cause));
    response.on('close', () => this.cut(new Error('the stream was cut')));
    this.silence = setTimeout(() => this.hearNothing(), silenceMs).unref();
  }

  next(): Promise<Step> {
    const value = this.waiting.shift();
    if (value !== undefined) {
      if (this.waiting.length < mostWaiting / 2) this.response.resume();
      return Promise.resolve({ done: false, value });
    }
    if (this.end) return this.end.error ? Promise.reject(this.end.error) : Promise.resolve(over);
    return new Promise((resolve, reject) => {
      this.pulling = { resolve, reject };
    });
  }

  async return(): Promise<Step> {
    this.finish({});
    this.response.destroy();
    return over;
  }

  /** Nothing comes while nobody reads, which is the reader's doing. */
  private hearNothing(): void {
    if (this.response.isPaused()) this.silence.refresh();
    else this.response.destroy(new Error(`silent for ${silenceMs} ms`));
  }

  private take(text: string): void {
    this.silence.refresh();
    this.text += text;
    let from = 0;
    for (let to = this.text.indexOf('\n\n'); to >= 0; to = this.text.indexOf('\n\n', from)) {
      this.takeEvent(this.text.slice(from, to));
      from = to + 2;
    }
    this.text = this.text.slice(from);
    if (this.text.length > mostCharacters)
      this.response.destroy(new Error(`a result of over ${mostCharacters} characters`));
  }

  private takeEvent(event: string): void {
    if (event.startsWith(`event: ${completed}`)) this.finish({});
    if (!event.startsWith('data: ')) return;
    let value: ExecutionResult;
    try {
      value = resultOf(event.slice('data: '.length));
    } catch (error) {
      this.response.destroy(error as Error);
      return;
    }
    const { pulling } = this;
    this.pulling = undefined;
    if (pulling) pulling.resolve({ done: false, value });
    else if (this.waiting.push(value) >= mostWaiting) this.response.pause();
  }

  private cut(cause: unknown): void {
    this.finish({ error: new DomainError('SUBGRAPH_UNAVAILABLE', { subgraph: this.subgraph }, { cause }) });
  }

  private finish(end: { readonly error?: unknown }): void {
    if (this.end) return;
    this.end = end;
    clearTimeout(this.silence);
    if (end.error) this.pulling?.reject(end.error);
    else this.pulling?.resolve(over);
    this.pulling = undefined;
  }
}

const over: IteratorReturnResult<undefined> = { done: true, value: undefined };
