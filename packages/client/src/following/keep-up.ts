import { type Backoff, backoff, jitter, pause } from '../pause';
import type { TrialogueError } from '../trialogue-error';

/** How it is asked for what is followed. */
export interface FollowedSource {
  /** Asks once. */
  read(signal: AbortSignal): Promise<void>;
  /** Hears of what changes until it is cut, which throws, or ended. `works` is called when it is known that it does. */
  follow(signal: AbortSignal, works: () => void): Promise<void>;
}

export interface FollowingTimes {
  readonly backoff: Backoff;
  /** Where nothing can be pushed, it is asked again after so long. */
  readonly pollMs: number;
}

/** `lost`: nothing was answered either, so that what is known may be old from now on. */
type Failed = (error: TrialogueError, lost: boolean) => void;

/**
 * Keeps up with a source: asks, then listens. When listening worked until it was cut, listens again; when it did not
 * work, asks again first, so that a proxy that lets no stream through makes of it a poll.
 */
export async function keepUp(
  source: FollowedSource,
  { backoff: times, pollMs }: FollowingTimes,
  signal: AbortSignal,
  failed: Failed,
): Promise<void> {
  let failures = 0;
  let pushes = false;
  while (!signal.aborted) {
    const began = Date.now();
    let known = pushes;
    let polls = false;
    let retryAfterMs = 0;
    pushes = false;
    try {
      if (!known) {
        await source.read(signal);
        known = polls = true;
      }
      await source.follow(signal, () => {
        pushes = true;
      });
    } catch (error) {
      if (signal.aborted) return;
      failed(error as TrialogueError, !known);
      retryAfterMs = (error as TrialogueError).retryAfterMs;
    }
    if (Date.now() - began > times.mostMs) failures = 0;
    const wait = polls && !pushes ? jitter(pollMs) : backoff(times, failures++);
    await pause(Math.max(wait, retryAfterMs), signal);
  }
}
