/** One thing wrong with an input or a config. `path` is a list of keys and indexes from its root. */
export interface StrategyProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a strategy can say of why it failed. Texts are read by whoever asked: no secrets, no stack traces. */
export type Failure =
  /** It could not be asked, or could not answer now; the same call may succeed later. */
  | { readonly code: 'MODEL_UNAVAILABLE'; readonly model: string; readonly reason: string }
  /** It was asked and refused, or answered what cannot be used. */
  | { readonly code: 'MODEL_FAILED'; readonly model: string; readonly reason: string }
  | { readonly code: 'MODEL_TIMEOUT'; readonly model: string; readonly ms: number }
  | { readonly code: 'TOOL_FAILED'; readonly tool: string; readonly reason: string }
  /** Paths lead from the strategy's input. At least one problem. */
  | { readonly code: 'BAD_USER_INPUT'; readonly problems: readonly StrategyProblem[] }
  /** Paths lead from the strategy's own member of the config. At least one problem. */
  | { readonly code: 'CONFIG_INVALID'; readonly problems: readonly StrategyProblem[] };

/**
 * What a strategy throws so that callers can tell its failures apart: the execution fails with this code and text. Any
 * other error is `STRATEGY_FAILED`, and its message stays in the log. The host knows it by its name and its `failure`, not
 * by its class, for a plugin may have its own copy of this package.
 */
export class StrategyFailure extends Error {
  constructor(
    readonly failure: Failure,
    options?: ErrorOptions,
  ) {
    super(wordsOf(failure), options);
    this.name = 'StrategyFailure';
  }
}

function wordsOf(failure: Failure): string {
  if ('problems' in failure) {
    const listed = failure.problems.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' '));
    return `${failure.code}: ${listed.join('; ')}`;
  }
  const why = failure.code === 'MODEL_TIMEOUT' ? `it did not answer within ${failure.ms} ms` : failure.reason;
  return `${failure.code}: ${'tool' in failure ? failure.tool : failure.model}: ${why}`;
}
