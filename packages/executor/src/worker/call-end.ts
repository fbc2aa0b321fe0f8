import { DomainError } from '@trialogue/errors';

/** The errors of what was asked of a worker, where not the plugin's code says what went wrong. */
export interface CallEnd {
  crashed(reason: string, cause: unknown): DomainError;
  /** @param retryAfterMs when it is known */
  unavailable(reason: string, retryAfterMs: number | undefined): DomainError;
  /** It answers what cannot leave the worker, or was given what cannot enter it. */
  notCopied(reason: string): DomainError;
}

export const ofStrategy = (strategy: string): CallEnd => ({
  crashed: (reason, cause) => new DomainError('STRATEGY_CRASHED', { strategy, reason }, { cause }),
  unavailable: (reason, retryAfterMs) =>
    new DomainError('STRATEGY_UNAVAILABLE', { strategy, reason, ...(retryAfterMs && { retryAfterMs }) }),
  notCopied: (reason) => new DomainError('STRATEGY_FAILED', { strategy, reason }),
});

/** @param what of the plugin: a field, a tool, an allocator */
export const ofPlugin = (plugin: string, what: string): CallEnd => ({
  crashed: (reason, cause) => new DomainError('PLUGIN_CRASHED', { plugin, what, reason }, { cause }),
  unavailable: (reason, retryAfterMs) =>
    new DomainError('PLUGIN_UNAVAILABLE', { plugin, what, reason, ...(retryAfterMs && { retryAfterMs }) }),
  notCopied: (reason) => new DomainError('PLUGIN_FAILED', { plugin, what, reason }),
});

export const ofField = (plugin: string, field: string): CallEnd => ofPlugin(plugin, `the field ${field}`);
