import { inspect } from 'node:util';
import { isCopied } from './not-copied';

/** An error as it crosses between a worker and its host. */
export interface WireError {
  /** Absent: what was thrown is no Error, and `message` is all that is told of it. */
  readonly name?: string;
  readonly message: string;
  readonly stack?: string;
  /** What else it says, of `tellingMembers`. */
  readonly told?: { readonly [member: string]: unknown };
  /** Number of the error at the sender. */
  readonly sent: number;
  /** Number of the error at the receiver, where it began. */
  readonly origin?: number;
}

/** By which errors of plugins and of the host are told apart and explained. */
const tellingMembers = ['code', 'failure', 'problems', 'help'];
const mostKept = 200;
const longestMessage = 4_096;
const longestStack = 8_192;

/**
 * Errors on their way between a worker and its host. One that comes home is the very error that was sent: a strategy that lets an
 * error of the host pass fails with it, as it would in the host itself.
 */
export class ErrorsAcross {
  private readonly sent = new Map<number, unknown>();
  private readonly origins = new WeakMap<object, number>();
  private last = 0;

  toWire(error: unknown): WireError {
    const sent = this.keep(error);
    if (!(error instanceof Error)) return { message: cut(textOf(error), longestMessage), sent };
    const members = tellingMembers.map(
      (member) => [member, (error as Error & Record<string, unknown>)[member]] as const,
    );
    const origin = this.origins.get(error);
    return {
      name: String(error.name),
      message: cut(String(error.message), longestMessage),
      ...(typeof error.stack === 'string' && { stack: cut(error.stack, longestStack) }),
      told: Object.fromEntries(members.filter(([, value]) => value !== undefined && isCopied(value))),
      sent,
      ...(origin !== undefined && { origin }),
    };
  }

  fromWire({ name, message, stack, told, sent, origin }: WireError): unknown {
    if (origin !== undefined && this.sent.has(origin)) return this.sent.get(origin);
    if (name === undefined) return message;
    const error = new Error(message);
    Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
    error.stack = stack;
    Object.assign(error, told);
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
