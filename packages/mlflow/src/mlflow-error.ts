/** What MLflow refused, or that it could not be asked. */
export class MlflowError extends Error {
  constructor(
    message: string,
    /** MLflow's `error_code`; none when it did not answer as MLflow does. */
    readonly code?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether it did not answer, or not as MLflow does: what it has is not known. */
  get isSilence(): boolean {
    return this.code === undefined || this.code === 'TEMPORARILY_UNAVAILABLE' || this.code === 'REQUEST_LIMIT_EXCEEDED';
  }
}
