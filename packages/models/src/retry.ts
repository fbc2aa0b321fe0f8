import type { Logger } from '@trialogue/plugin-api';
import { AbortError } from './abort';
import type { ChatEvent, ChatModel, ChatRequest } from './chat-model';
import type { Clock } from './clock';
import type { Limits } from './limits';
import { ProviderFailure } from './provider-failure';

export interface RetryPolicy extends Pick<Limits, 'retries' | 'longestPauseMs'> {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * Asks a model again after a passing failure, with a growing and jittered pause, as long as nothing has been passed on:
 * what a reader has seen cannot be taken back. One that was silent for the whole of its time is not asked again where the
 * request has a fallback: that would wait as long again. The last failure is thrown as MODEL_UNAVAILABLE or MODEL_FAILED.
 */
export async function* withRetries(
  model: ChatModel,
  request: ChatRequest,
  policy: RetryPolicy,
): AsyncGenerator<ChatEvent> {
  const name = `${request.model.provider}/${request.model.name}`;
  for (let attempt = 1; ; attempt += 1) {
    let spoken = false;
    try {
      for await (const event of model.stream(request)) {
        spoken = true;
        yield event;
      }
      return;
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      const isOver = spoken || attempt > policy.retries || (error.detail.isSilence && request.fallback);
      const pause = isOver ? undefined : pauseAfter(error, attempt, policy);
      if (pause === undefined) throw error.toDomainError(name, attempt);
      policy.logger.warn({ model: name, attempt, pauseMs: pause }, `The model is asked again: ${error.reason}.`);
      await waitFor(pause, request.signal, policy.clock);
    }
  }
}

/** Milliseconds to wait before the next attempt; undefined: there is no point in one. */
function pauseAfter({ detail }: ProviderFailure, attempt: number, policy: RetryPolicy): number | undefined {
  if (!detail.retryable) return undefined;
  const ours = Math.min(500 * 2 ** (attempt - 1), policy.longestPauseMs) * (0.5 + policy.random() / 2);
  const pause = Math.round(Math.max(ours, detail.retryAfterMs ?? 0));
  return pause > policy.longestPauseMs ? undefined : pause;
}

async function waitFor(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  try {
    await clock.wait(ms, signal);
  } catch (error) {
    throw signal.aborted ? new AbortError(signal) : error;
  }
}
