/**
 * The same function for a strategy, which may leave the promise alone: when that is rejected, because the call is over or
 * was cancelled, nobody else hears of it, and an unhandled rejection would end the process.
 */
export function mayBeUnawaited<Args extends unknown[], Answer>(
  work: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  return (...args) => {
    const promise = work(...args);
    promise.catch(() => undefined);
    return promise;
  };
}
