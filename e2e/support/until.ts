import { setTimeout as pause } from 'node:timers/promises';

/** How long a busy machine is given. Only what never comes takes it. */
export const patienceMs = 90_000;

/** A test waits for several things. */
jest.setTimeout(4 * patienceMs);

/** Thrown by a condition that can never become true: waiting ends at once. */
export class Hopeless extends Error {}

/** Waits for a condition; what goes wrong while asking counts as "not yet" unless it is the last time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  describe: () => string = () => '',
  ms = patienceMs,
): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    const late = Date.now() > end;
    try {
      if (await condition()) return;
    } catch (error) {
      if (late || error instanceof Hopeless) throw error;
    }
    if (late) throw new Error(`not within ${ms} ms. ${describe()}`);
    await pause(20);
  }
}
