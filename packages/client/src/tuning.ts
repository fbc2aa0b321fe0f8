import type { FollowingTimes } from './following/keep-up';
import type { GraphTimes } from './graph/graph';
import type { OutboxLimits } from './sending/outbox';

/** Times and bounds that nobody has had to change so far; tests are in a hurry. */
export interface Tuning extends GraphTimes, FollowingTimes {
  readonly exposures: Omit<OutboxLimits, 'leavingBytes'>;
  readonly events: Omit<OutboxLimits, 'leavingBytes'>;
  /** How long a process that has come to its end stays for what is not sent yet. */
  readonly exitMs: number;
  /** How long a page that nobody looks at goes on following. */
  readonly unseenMs: number;
}

const backoff = { firstMs: 500, mostMs: 30_000 };

/** The product takes a megabyte at once, a thousand exposures, and five hundred events. */
const sending = { most: 20_000, batchBytes: 500_000, gatherMs: 1_000, backoff };

export const tuning: Tuning = {
  answerMs: 10_000,
  silenceMs: 40_000,
  backoff,
  pollMs: 30_000,
  exposures: { ...sending, batch: 1_000 },
  events: { ...sending, batch: 500 },
  exitMs: 5_000,
  unseenMs: 10_000,
};
