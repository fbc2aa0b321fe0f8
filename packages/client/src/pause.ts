/** Timers that do not keep a process alive which has nothing else to do. */
export function later(ms: number, what: () => void): () => void {
  const timer: unknown = setTimeout(what, ms);
  (timer as { unref?(): void }).unref?.();
  return () => clearTimeout(timer as never);
}

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = later(ms, done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

/** What is waited for, or undefined after so many milliseconds. Only here does waiting keep a process alive. */
export async function within<T>(ms: number, waitedFor: Promise<T>): Promise<T | undefined> {
  let timer: unknown;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([waitedFor, late]);
  } finally {
    clearTimeout(timer as never);
  }
}

export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Doubled at each failure, and anywhere between half of it and all: those who failed together do not come together. */
export const backoff = ({ firstMs, mostMs }: Backoff, failures: number): number =>
  jitter(Math.min(mostMs, firstMs * 2 ** failures));

export const jitter = (ms: number): number => ms * (0.5 + Math.random() / 2);
