import type { PluginCall } from './call-plugin';

/**
 * The events of a subscription of a plugin's, which counts as running for as long as it is open.
 *
 * @param masked what to throw in place of what the plugin throws
 */
export function pluginEvents(
  { request, running }: PluginCall,
  events: AsyncIterable<unknown>,
  masked: (error: unknown) => Error,
): AsyncIterableIterator<unknown> {
  const source = events[Symbol.asyncIterator]();
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  void running.during(() => ended);
  request.signal.addEventListener('abort', end, { once: true });
  const close = () => {
    request.signal.removeEventListener('abort', end);
    end();
  };
  const iterator: AsyncIterableIterator<unknown> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      try {
        const event = await source.next();
        if (event.done) close();
        return event;
      } catch (error) {
        close();
        throw masked(error);
      }
    },
    async return() {
      close();
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
  return iterator;
}
