/** What a worker is held to, in milliseconds where nothing else is said. */
export interface WorkerLimits {
  /** From one question whether it is alive to the next. */
  readonly pingMs: number;
  /** Without an answer for so long it is ended. */
  readonly silentMs: number;
  /** The same after a call in it was aborted: a loop does not hear of that. */
  readonly graceMs: number;
  /** Before the first restart; twice as long before each further one. */
  readonly firstRestartMs: number;
  readonly longestRestartMs: number;
  /** A worker that has run for so long begins anew with the shortest wait. */
  readonly steadyMs: number;
  /** So many ends within a minute, and it is not started again. */
  readonly mostEnds: number;
  /** How long a call waits for a worker that is being started again. */
  readonly waitMs: number;
  /** Calls that wait so at once. */
  readonly mostWaiting: number;
  /** Asks of its worker that are under way at once: calls of strategies, tools and allocators, fields and subscriptions. */
  readonly mostAsks: number;
}

export const workerLimits: WorkerLimits = {
  pingMs: 250,
  silentMs: 2_000,
  graceMs: 500,
  firstRestartMs: 100,
  longestRestartMs: 30_000,
  steadyMs: 60_000,
  mostEnds: 10,
  waitMs: 5_000,
  mostWaiting: 1_000,
  mostAsks: 10_000,
};
