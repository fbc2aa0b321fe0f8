import { inspect } from 'node:util';

/** An error as it crosses between threads. */
export interface WireError {
  /** Absent: what was thrown is no Error, and `message` is all that is told of it. */
  readonly name?: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  /** Of a StrategyFailure. */
  readonly failure?: unknown;
  readonly problems?: unknown;
  /** Number of the error at the sender. */
  readonly sent: number;
  /** Number of the error at the receiver, where it began. */
  readonly origin?: number;
}

const mostKept = 200;
const longestMessage = 4_096;
const longestStack = 8_192;

/**
 * Errors on their way between two threads. One that comes home is the very error that was sent: a strategy that lets an
 * error of the host pass fails with it, as it would in the host's own thread.
 */
export class ErrorsAcross {
  private readonly sent = new Map<number, unknown>();
  private readonly origins = new WeakMap<object, number>();
  private last = 0;

  toWire(error: unknown): WireError {
    const sent = this.keep(error);
    if (!(error instanceof Error)) return { message: cut(textOf(error), longestMessage), sent };
    const { code, failure, problems } = error as Error & Record<string, unknown>;
    const origin = this.origins.get(error);
    return {
      name: String(error.name),
      message: cut(String(error.message), longestMessage),
      ...(typeof error.stack === 'string' && { stack: cut(error.stack, longestStack) }),
      ...(typeof code === 'string' && { code }),
      ...(isCopied(failure) && { failure }),
      ...(isCopied(problems) && { problems }),
      sent,
      ...(origin !== undefined && { origin }),
    };
  }

  fromWire({ name, message, stack, code, failure, problems, sent, origin }: WireError): unknown {
    if (origin !== undefined && this.sent.has(origin)) return this.sent.get(origin);
    if (name === undefined) return message;
    const error = new Error(message);
    Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
    error.stack = stack;
    const known = { code, failure, problems };
    for (const [member, value] of Object.entries(known))
      if (value !== undefined) Object.assign(error, { [member]: value });
    this.origins.set(error, sent);
    return error;
  }

  private keep(error: unknown): number {
    this.last += 1;
    this.sent.set(this.last, error);
    if (this.sent.size > mostKept) this.sent.delete(this.sent.keys().next().value!);
    return this.last;
  }
}

const textOf = (thrown: unknown) => (typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 2 }));

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

function isCopied(value: unknown): boolean {
  if (value === undefined) return false;
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
