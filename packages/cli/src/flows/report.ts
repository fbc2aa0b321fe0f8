/** What a subcommand came to. */
export interface Report {
  /** For people; ends with a line break. */
  readonly text: string;
  /** The same as JSON, for `--json`. */
  readonly data: unknown;
  /** 1: it was done, and there is something to correct. */
  readonly code: 0 | 1;
}
