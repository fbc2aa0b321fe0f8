import { DomainError } from '@trialogue/errors';

export interface FailureDetail {
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** Milliseconds that the provider asks to wait. */
  readonly retryAfterMs?: number;
  /** The provider was waited for as long as the limits allow. */
  readonly isSilence?: boolean;
  /** The provider does not take a schema for its answers, or not this one. */
  readonly refusesOutput?: boolean;
}

/**
 * A provider that did not answer as it should. Its reason is made here from statuses and codes, never taken from the
 * provider's own sentences: those quote the user's text and parts of keys. For the same reason there is no `cause`.
 */
export class ProviderFailure extends Error {
  constructor(
    readonly reason: string,
    readonly detail: FailureDetail,
  ) {
    super(reason);
    this.name = 'ProviderFailure';
  }

  /** What the caller sees: MODEL_UNAVAILABLE (try later) or MODEL_FAILED (change something). */
  toDomainError(model: string, attempts: number): DomainError {
    const reason = attempts > 1 ? `${this.reason}, after ${attempts} attempts` : this.reason;
    const code = this.detail.retryable ? 'MODEL_UNAVAILABLE' : 'MODEL_FAILED';
    return new DomainError(code, { model, reason }, { cause: this });
  }
}
