/** How long a provider is waited for, and how often it is asked. */
export interface Limits {
  /** From the request to the first token of the answer or of a tool call, or until the model begins to think, per attempt. */
  readonly firstTokenMs: number;
  /** Without a byte, once the answer has begun. Keep-alives count as bytes. */
  readonly stallMs: number;
  /** Attempts after the first; only while nothing has been passed on. */
  readonly retries: number;
  /** A provider that asks (`retry-after`) for a longer pause is not asked again. */
  readonly longestPauseMs: number;
}

export const defaultLimits: Limits = { firstTokenMs: 30_000, stallMs: 20_000, retries: 2, longestPauseMs: 10_000 };

/** Characters of one answer; more is a model that has lost its way. */
export const longestAnswer = 1_000_000;
