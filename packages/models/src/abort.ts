/** The caller's signal was aborted; its reason is the `cause`. */
export class AbortError extends Error {
  readonly code = 'ABORT_ERR';

  constructor(signal: AbortSignal) {
    super('The answer was aborted.', { cause: signal.reason });
    this.name = 'AbortError';
  }
}
