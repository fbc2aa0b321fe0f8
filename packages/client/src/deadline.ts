import { later } from './pause';
import { ownError } from './trialogue-error';

/**
 * A signal that is aborted with another one, or when nothing was heard for too long. Not `AbortSignal.any`: what listens
 * to a signal that lives as long as the client must stop listening.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private cancel = () => {};
  private readonly follow: () => void;

  constructor(
    private readonly other: AbortSignal,
    ms: number,
  ) {
    this.follow = () => this.controller.abort(other.reason);
    other.addEventListener('abort', this.follow);
    if (other.aborted) this.follow();
    this.extend(ms);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** From now on it is so many milliseconds. */
  extend(ms: number): void {
    this.cancel();
    const reason = `nothing came for ${ms} ms`;
    this.cancel = later(ms, () => this.controller.abort(ownError('UNREACHABLE', { reason })));
  }

  /** Whatever still runs under the signal is ended. */
  end(): void {
    this.cancel();
    this.other.removeEventListener('abort', this.follow);
    this.controller.abort();
  }
}
