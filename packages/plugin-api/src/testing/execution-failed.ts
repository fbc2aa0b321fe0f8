/** How an execution fails that its strategy did not fail itself: as the host would record it. */
export class ExecutionFailed extends Error {
  constructor(
    readonly code: 'STRATEGY_FAILED' | 'STRATEGY_TIMEOUT' | 'STRATEGY_NOT_FOUND' | 'OUTPUT_INVALID',
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${reason}`, options);
    this.name = 'ExecutionFailed';
  }
}

/** The strategy wants what the test did not give to its run: a prompt, a secret, one more answer of the model. */
export class NotGiven extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotGiven';
  }
}
