import { setImmediate as turn } from 'node:timers/promises';

/** Milliseconds that are worked on without a turn of the event loop. */
const stretchMs = 10;

/**
 * A pause for work in small steps, asked for between them: it gives the event loop a turn where the last is 10 ms ago, so
 * that streams and leases of this process do not wait.
 */
export function turnsBetween(): () => Promise<void> | undefined {
  let end = performance.now() + stretchMs;
  return () => {
    if (performance.now() < end) return undefined;
    return turn().then(() => {
      end = performance.now() + stretchMs;
    });
  };
}
