import type { ErrorCode, ErrorData, errorTable, Problem } from '@trialogue/errors';

/** Codes of errors that the client itself finds; any other comes from the product, with its code as it was sent. */
type OwnCode = Extract<
  ErrorCode,
  | 'BAD_USER_INPUT'
  | 'EXPERIMENT_NOT_FOUND'
  | 'DEFINITIONS_UNKNOWN'
  | 'EARLIER_EXPOSURE_UNKNOWN'
  | 'VALUE_TYPE_MISMATCH'
  | 'OUTBOX_FULL'
  | 'OUTBOX_UNSENT'
  | 'KEEPING_FAILED'
  | 'UNREACHABLE'
>;

/** The entries of the product's error table that are needed here: the whole of it is too much for a web page. */
export const ownErrors: { readonly [Code in OwnCode]: Omit<(typeof errorTable)[Code], 'status'> } = {
  BAD_USER_INPUT: {
    message: '{problem}',
    help: 'Correct the argument named in the message.',
  },
  EXPERIMENT_NOT_FOUND: {
    message: 'There is no experiment {experiment}.',
    help: 'List them with `experiments { edges { node { key } } }`.',
  },
  DEFINITIONS_UNKNOWN: {
    message: 'What experiments assign is not known here yet: {reason}.',
    help: 'Await `ready()`; check the address and the key that the client was given.',
    retryable: true,
  },
  EARLIER_EXPOSURE_UNKNOWN: {
    message: 'Experiment {experiment} lets units keep what they were exposed to first, which is not known here.',
    help: 'Ask with `assignMany`, or give the exposures in `sticky`.',
  },
  VALUE_TYPE_MISMATCH: {
    message: 'The value of variant {variant} of experiment {experiment} is of type {found}, not {expected}.',
    help: 'Ask for a value of its type, or correct the variant’s `value`.',
  },
  OUTBOX_FULL: {
    message: 'Nothing more is taken: {most} wait to be sent already.',
    help: 'Check that the product can be reached, and why sending fails.',
    retryable: true,
  },
  OUTBOX_UNSENT: {
    message: 'Of what was to be sent, {count} did not arrive within {ms} ms.',
    help: 'Check that the product can be reached, or give it more time.',
    retryable: true,
  },
  KEEPING_FAILED: {
    message: 'What is known cannot be kept for the next start, or is not used: {reason}.',
    help: 'Check `keep`: that the file, or the page’s storage, can be read and written. The client goes on without it.',
  },
  UNREACHABLE: {
    message: 'The product cannot be reached: {reason}.',
    help: 'Check the address, and whether the product runs.',
    retryable: true,
  },
};

export interface ErrorInfo {
  readonly code: string;
  readonly message: string;
  /** What can be done about it. */
  readonly help?: string;
  /** The same may succeed later, unchanged. */
  readonly retryable?: boolean;
  /** Not before so many milliseconds. */
  readonly retryAfterMs?: number;
  /** Each thing that is wrong with an input, with its place. */
  readonly problems?: readonly Problem[];
}

/** Whatever goes wrong in the client, or is refused by the product. `code` is one of docs/errors.md. */
export class TrialogueError extends Error implements ErrorInfo {
  readonly code: string;
  readonly help: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number;
  readonly problems: readonly Problem[];

  constructor(info: ErrorInfo, options?: ErrorOptions) {
    const { code, message, help = '', retryable = false, retryAfterMs = 0, problems = [] } = info;
    super(message, options);
    this.name = 'TrialogueError';
    this.code = code;
    this.help = help;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
    this.problems = problems;
  }
}

/** An error of the client's own. */
export function ownError<Code extends OwnCode>(
  code: Code,
  data: ErrorData<Code>,
  options?: ErrorOptions,
): TrialogueError {
  const { message, ...rest } = ownErrors[code];
  const told = message.replace(/\{(\w+)\}/g, (_, name) => String((data as Record<string, unknown>)[name]));
  return new TrialogueError({ ...rest, code, message: told }, options);
}
