import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { completed, eventStreamType, pulseMs } from './wire';

export interface EventsToSend {
  readonly events: AsyncIterator<unknown>;
  resolve(event: unknown): Promise<ExecutionResult>;
  /** The last result when the events or `resolve` throw. */
  fail(error: unknown): ExecutionResult;
  /** Aborted when nobody reads any more, or when the server stops. */
  readonly ended: AbortSignal;
}

/**
 * Sends the results of a subscription as server-sent events (HTML Living Standard, §9.2), the next one only when the one
 * before has left. A stream that ends without `complete` was cut.
 */
export async function sendEvents(
  response: ServerResponse,
  { events, resolve, fail, ended }: EventsToSend,
): Promise<void> {
  response.writeHead(200, { 'content-type': eventStreamType, 'cache-control': 'no-store' });
  response.flushHeaders();
  const pulse = setInterval(() => response.write(':\n\n'), pulseMs);
  const stop = new Promise<{ done: true }>((end) => {
    if (ended.aborted) end({ done: true });
    ended.addEventListener('abort', () => end({ done: true }), { once: true });
  });
  const send = (result: ExecutionResult) => response.write(`data: ${JSON.stringify(result)}\n\n`);
  try {
    for (;;) {
      const next = await Promise.race([events.next(), stop]);
      if (ended.aborted || next.done) break;
      const taken = send(await resolve((next as { value: unknown }).value));
      if (!taken) await once(response, 'drain', { signal: ended }).catch(() => undefined);
    }
  } catch (error) {
    if (!ended.aborted) send(fail(error));
  } finally {
    if (!ended.aborted) response.write(`event: ${completed}\ndata:\n\n`);
    clearInterval(pulse);
    // Not awaited: a generator answers `return()` only after what it waits for, which may never come.
    void Promise.resolve(events.return?.()).catch(() => undefined);
    response.end();
  }
}
