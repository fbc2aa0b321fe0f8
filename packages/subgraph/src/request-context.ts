import type { Logger } from 'pino';

/**
 * What a key may do; declared where the resolver is, with `@Scoped(scope)`. `admin` includes every other; `prompts` is
 * what applications that render by themselves need to know of prompts.
 */
export const scopes = ['read', 'assign', 'prompts', 'converse', 'agent', 'track', 'edit', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Who asks. */
export interface Caller {
  /** Name of the key, `local` on loopback without keys, or `anonymous`. */
  readonly subject: string;
  readonly scopes: readonly Scope[];
  /** The unit that the request named and proved with a signed token. */
  readonly unit?: string;
}

/** What the gateway knows of one operation, or of one event of a subscription. */
export interface RequestContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** Aborted when the caller has gone or the operation's time is over. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

export const may = (caller: Caller, scope: Scope): boolean =>
  caller.scopes.includes(scope) || caller.scopes.includes('admin');
