import { DomainError } from '@trialogue/errors';
import { withinTime } from '@trialogue/plugin-api/host';

/** Runs a strategy's work within its time limit; that being over is STRATEGY_TIMEOUT. */
export const withTimeLimit = <T>(
  strategy: string,
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => withinTime(ms, outer, () => new DomainError('STRATEGY_TIMEOUT', { strategy, ms }), work);
