import type { ExecutionResult } from 'graphql';

/** What a stream of results is made of. */
export interface ResultStreamSource {
  readonly upstream: AsyncIterator<unknown>;
  /** Turns an event into a result; what it throws ends the stream. */
  resolve(event: unknown): Promise<ExecutionResult>;
  /** The last result when the upstream or `resolve` throws. */
  fail(error: unknown): ExecutionResult;
  /** Called once, however the stream ends. */
  onEnd(): void;
}

/**
 * Results of a subscription, one for each event. Pulls the upstream only when it is pulled itself, one event at a time,
 * so a slow consumer holds at most one. Written out, not an async generator, whose `return()` waits behind a pending
 * `next()`: here `return()` and `end()` settle what is pending at once.
 */
export class ResultStream implements AsyncIterableIterator<ExecutionResult> {
  private over = false;
  private last?: ExecutionResult;
  private tail: Promise<unknown> = Promise.resolve();
  private interrupt?: (result: IteratorResult<ExecutionResult>) => void;

  constructor(private readonly source: ResultStreamSource) {}

  next(): Promise<IteratorResult<ExecutionResult>> {
    const result = this.tail.then(() => this.step());
    this.tail = result;
    return result;
  }

  /** Ends the stream from outside with one last result. */
  end(last: ExecutionResult): void {
    if (this.over) return;
    this.last = last;
    this.close();
    this.interrupt?.(this.takeLast());
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.last = undefined;
    this.close();
    this.interrupt?.(done);
    return done;
  }

  async throw(error: unknown): Promise<IteratorResult<ExecutionResult>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async step(): Promise<IteratorResult<ExecutionResult>> {
    if (this.over) return this.takeLast();
    const interrupted = new Promise<IteratorResult<ExecutionResult>>((resolve) => {
      this.interrupt = resolve;
    });
    const result = await Promise.race([this.pull(), interrupted]);
    this.interrupt = undefined;
    return result;
  }

  private async pull(): Promise<IteratorResult<ExecutionResult>> {
    try {
      const event = await this.source.upstream.next();
      if (!event.done) return { done: false, value: await this.source.resolve(event.value) };
      this.close();
      return done;
    } catch (error) {
      if (this.over) return done;
      this.close();
      return { done: false, value: this.source.fail(error) };
    }
  }

  private takeLast(): IteratorResult<ExecutionResult> {
    const { last } = this;
    this.last = undefined;
    return last ? { done: false, value: last } : done;
  }

  private close(): void {
    if (this.over) return;
    this.over = true;
    this.source.onEnd();
    // Not awaited: a generator answers `return()` only after what it waits for, which may never come.
    Promise.resolve(this.source.upstream.return?.()).catch(() => {});
  }
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };
