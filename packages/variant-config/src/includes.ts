/**
 * What the templates of a version include: the reference as it is written (`tone@production`) → what that was when the
 * version was published, whole, so that rendering looks nothing up.
 */
export interface Includes {
  readonly [written: string]: IncludedPrompt;
}

export interface IncludedPrompt {
  /** `name@number`. */
  readonly version: string;
  readonly template: string;
  /** What this one includes. Absent: nothing. */
  readonly includes?: Includes;
}
