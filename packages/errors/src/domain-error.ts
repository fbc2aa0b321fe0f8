import { type ErrorCode, errorTable } from './table';

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What has to be said with an error of this code: one datum per placeholder of its message. */
export type ErrorData<Code extends ErrorCode> = {
  readonly [Name in Names<(typeof errorTable)[Code]['message']>]: string | number;
};

/** One thing wrong with an input. `path` is a list of keys and indexes from the input's root. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What stands there, as the message shows it. */
  readonly found?: string;
  /** What may stand there, in words. */
  readonly expected?: string;
  /** The valid name that was probably meant. */
  readonly nearest?: string;
  /** Absent: an error; `unknown`: a check could not decide it. */
  readonly severity?: 'error' | 'warning' | 'unknown';
  /** Which check found it. */
  readonly kind?: string;
  /** What shows it, as JSON. */
  readonly witness?: object;
  /** Where the text is, from the project's folder. */
  readonly file?: string;
  /** In the text at `path`, from 1. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
}

export interface ErrorDetail {
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/** An error that a caller provoked and may read. Anything else that is thrown is masked before it leaves the product. */
export class DomainError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly problems?: readonly Problem[];

  constructor(
    readonly code: Code,
    readonly data: ErrorData<Code>,
    detail: ErrorDetail = {},
  ) {
    super(
      errorTable[code].message.replace(/\{(\w+)\}/g, (_, name) => String((data as Record<string, unknown>)[name])),
      detail.cause === undefined ? undefined : { cause: detail.cause },
    );
    this.name = 'DomainError';
    if (detail.problems) this.problems = detail.problems;
  }

  get help(): string {
    return errorTable[this.code].help;
  }

  get retryable(): boolean {
    return 'retryable' in errorTable[this.code];
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}
