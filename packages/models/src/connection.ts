import { TransformStream } from 'node:stream/web';
import { AbortError } from './abort';
import type { ChatRequest } from './chat-model';
import type { Clock } from './clock';
import type { Limits } from './limits';
import { ProviderFailure } from './provider-failure';
import { fromSdkError } from './sdk-error';

/**
 * One attempt's line to a provider: it gives the SDK a signal and a `fetch`, notices silence byte by byte (the SDKs
 * swallow keep-alives), and says in the end why the line broke. While the reader is busy no silence is counted.
 */
export class Connection {
  private readonly controller = new AbortController();
  private readonly dropped = () => this.controller.abort();
  private timer: NodeJS.Timeout | undefined;
  private silence: string | undefined;
  private spoken = false;

  constructor(
    private readonly request: ChatRequest,
    private readonly limits: Pick<Limits, 'firstTokenMs' | 'stallMs'>,
    private readonly clock: Clock,
  ) {
    if (request.signal.aborted) this.dropped();
    else request.signal.addEventListener('abort', this.dropped, { once: true });
    this.limit(limits.firstTokenMs, `no text came within ${limits.firstTokenMs} ms`);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!response.body) return response;
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, out) => {
        if (this.spoken) this.timer?.refresh();
        out.enqueue(bytes);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(heard), { status, statusText, headers });
  };

  /** Call when the answer has begun: from now on silence is what counts. */
  begin(): void {
    if (this.spoken) return;
    this.spoken = true;
    this.resume();
  }

  /** Call before something is handed on: the time that the reader takes is not the provider's. */
  pause(): void {
    this.spoken = true;
    this.stopTimer();
  }

  /** Call when the reader is back for more. */
  resume(): void {
    this.limit(this.limits.stallMs, `nothing came for ${this.limits.stallMs} ms in the middle of the answer`);
  }

  /** Why the stream ended too early: an SDK ends silently when it is aborted, so this is asked on every early end. */
  whyEnded(error?: unknown): unknown {
    const { signal, params } = this.request;
    if (signal.aborted) return new AbortError(signal);
    if (this.silence !== undefined) return new ProviderFailure(this.silence, { retryable: true, isSilence: true });
    if (error !== undefined) return fromSdkError(error, { now: this.clock.now(), params });
    return new ProviderFailure(`the stream ended ${this.spoken ? 'in the middle of' : 'before'} the answer`, {
      retryable: true,
    });
  }

  close(): void {
    this.stopTimer();
    this.request.signal.removeEventListener('abort', this.dropped);
    this.controller.abort();
  }

  private limit(ms: number, silence: string): void {
    this.stopTimer();
    this.timer = setTimeout(() => {
      this.silence = silence;
      this.controller.abort();
    }, ms);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
