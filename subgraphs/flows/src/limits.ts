/** Times in milliseconds. */
export interface FlowLimits {
  /**
   * How long a turn's process may be silent before the turn is taken from it. It renews at a third of it. With a round of
   * the reaper behind it, a turn whose process died ends within 10 s.
   */
  readonly leaseMs: number;
  /** How long a conversation may be idle before it counts as dropped off. */
  readonly idleMs: number;
  /** How long a person who has a conversation may be silent before it counts as dropped off. */
  readonly handedOffMs: number;
  /** How long pieces of an answer are gathered before they go to the stream as one. */
  readonly deltaMs: number;
  /** Pause between two rounds of the reaper. */
  readonly reapEveryMs: number;
  /** How long a repeated `sendMessage` or `execute` waits for what the first one began. */
  readonly repeatMs: number;
  /** How long closing waits for turns that are under way before it ends them, and again for that. */
  readonly closeMs: number;
  /** How long an execution that has ended is known: till then its `clientExecutionId` gives its answer again. */
  readonly executionKeptMs: number;
}

export const defaultLimits: FlowLimits = {
  leaseMs: 8_000,
  idleMs: 24 * 3_600_000,
  handedOffMs: 7 * 24 * 3_600_000,
  deltaMs: 20,
  reapEveryMs: 1_000,
  repeatMs: 60_000,
  closeMs: 1_500,
  executionKeptMs: 30 * 24 * 3_600_000,
};

/** The defaults, but for what is given. */
export function limitsWith(given: Partial<FlowLimits> = {}): FlowLimits {
  const set = Object.entries(given).filter(([, ms]) => ms !== undefined);
  return { ...defaultLimits, ...Object.fromEntries(set) };
}
