/**
 * Events that somebody pushes, for somebody who pulls: a push resolves when its event is taken, so one is on its way at
 * most. Whoever stops pulling aborts the signal.
 *
 * @param run pushes until it ends; begun with the first pull
 */
export function pushedEvents(
  outer: AbortSignal,
  run: (push: (event: unknown) => Promise<void>, signal: AbortSignal) => Promise<unknown>,
): AsyncIterableIterator<unknown> {
  const controller = new AbortController();
  const pass = () => controller.abort(outer.reason);
  let pushed: { readonly event: unknown; taken(): void } | undefined;
  let awaited: { give(result: IteratorResult<unknown>): void; fail(error: unknown): void } | undefined;
  let ended: { readonly error?: unknown } | undefined;
  let begun = false;

  const push = (event: unknown) =>
    new Promise<void>((taken) => {
      if (awaited) {
        awaited.give({ value: event, done: false });
        awaited = undefined;
        taken();
      } else pushed = { event, taken };
    });
  const end = (how: { readonly error?: unknown }) => {
    if (ended) return;
    outer.removeEventListener('abort', pass);
    if (!awaited) ended = how;
    else {
      ended = {};
      if ('error' in how) awaited.fail(how.error);
      else awaited.give({ value: undefined, done: true });
      awaited = undefined;
    }
  };
  const begin = () => {
    begun = true;
    outer.addEventListener('abort', pass, { once: true });
    if (outer.aborted) pass();
    run(push, controller.signal).then(
      () => end({}),
      (error) => end(controller.signal.aborted ? {} : { error }),
    );
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (!begun && !ended) begin();
      if (pushed) {
        const { event, taken } = pushed;
        pushed = undefined;
        taken();
        return Promise.resolve({ value: event, done: false });
      }
      if (ended) {
        const { error } = ended;
        const failed = 'error' in ended;
        ended = {};
        return failed ? Promise.reject(error) : Promise.resolve({ value: undefined, done: true });
      }
      return new Promise((give, fail) => {
        awaited = { give, fail };
      });
    },
    async return() {
      end({});
      pushed?.taken();
      pushed = undefined;
      controller.abort(new Error('nobody listens any more'));
      return { value: undefined, done: true };
    },
  };
}
