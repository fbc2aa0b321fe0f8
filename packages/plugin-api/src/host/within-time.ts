/**
 * Runs `work` with a signal of its own that is aborted with the outer one, when its time is over, and when it has ended:
 * what it left behind can do no more. Does not wait for work that ignores its signal.
 *
 * @param timedOut makes the error of work whose time is over
 */
export async function withinTime<T>(
  ms: number,
  outer: AbortSignal,
  timedOut: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const pass = () => controller.abort(outer.reason);
  outer.addEventListener('abort', pass, { once: true });
  const timer = setTimeout(() => controller.abort(timedOut()), ms);
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  try {
    const working = (async () => work(controller.signal))(); // it may throw before there is a promise
    return await Promise.race([aborted, working]);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', pass);
    controller.abort(new Error('the call is over'));
  }
}
