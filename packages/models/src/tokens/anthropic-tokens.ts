import { createHash } from 'node:crypto';
import type { Logger } from '@trialogue/plugin-api';
import { LRUCache } from 'lru-cache';
import { type AnthropicOptions, anthropicClient } from '../anthropic';
import { anthropicMessages } from '../anthropic-body';
import type { Clock } from '../clock';
import { messageOf, type TextMessage } from '../message-text';
import { ProviderFailure } from '../provider-failure';
import { fromSdkError } from '../sdk-error';

export interface EndpointLimits {
  /** For one answer of the count endpoint, waiting for a turn included. */
  readonly timeoutMs: number;
  /** For how long a model is not asked about after a failure, unless the provider says. */
  readonly pauseMs: number;
  /** Questions under way at once. */
  readonly atOnce: number;
}

const defaults: EndpointLimits = { timeoutMs: 5_000, pauseMs: 30_000, atOnce: 8 };
interface Question {
  readonly model: string;
  readonly asked: ReturnType<typeof anthropicMessages>;
}

/** Counts that are kept. */
const most = 5_000;
const longestPauseMs = 3_600_000;

/**
 * Counts by Anthropic's endpoint (https://platform.claude.com/docs/en/build-with-claude/token-counting), which costs
 * nothing. The same messages are asked about once. Undefined when it does not answer: after a failure the model is left
 * alone for a while, so that a page of prompts waits for one time limit at most.
 */
export function anthropicTokens(
  options: AnthropicOptions,
  { logger, clock, limits }: { logger: Logger; clock: Clock; limits?: Partial<EndpointLimits> },
): (model: string, messages: readonly TextMessage[]) => Promise<number | undefined> {
  const { timeoutMs, pauseMs, atOnce } = { ...defaults, ...limits };
  const client = anthropicClient(options);
  const pausedUntil = new LRUCache<string, number>({ max: 100 });
  const turns = inTurns(atOnce);
  const counts = new LRUCache<string, number, Question>({
    max: most,
    fetchMethod: (_key, _stale, { context: question }) => {
      const signal = AbortSignal.timeout(timeoutMs);
      return turns(signal, () => ask(question, signal)).catch((error) => {
        if (!signal.aborted) throw error;
        return undefined;
      });
    },
  });

  async function ask({ model, asked }: Question, signal: AbortSignal): Promise<number | undefined> {
    if (isPaused(model)) return undefined;
    try {
      const { input_tokens: count } = await (await client()).messages.countTokens({ model, ...asked }, { signal });
      if (Number.isSafeInteger(count) && count >= 0) return count;
      pause(model, new ProviderFailure('the answer has no count', { retryable: false }));
    } catch (error) {
      pause(model, signal.aborted ? tooSlow : fromSdkError(error, { now: clock.now(), params: {} }));
    }
    return undefined;
  }

  const tooSlow = new ProviderFailure(`no count came within ${timeoutMs} ms`, { retryable: true });
  const isPaused = (model: string) => clock.now() < (pausedUntil.get(model) ?? 0);

  function pause(model: string, failure: unknown): void {
    if (isPaused(model)) return;
    const { reason, detail } = failure instanceof ProviderFailure ? failure : unaskable(failure);
    const forMs = Math.min(Math.max(pauseMs, detail.retryAfterMs ?? 0), longestPauseMs);
    pausedUntil.set(model, clock.now() + forMs);
    logger.warn({ model, pauseMs: forMs }, `Tokens are estimated: ${reason}.`);
  }

  return async (model, messages) => {
    const asked = anthropicMessages({ messages: messages.map(messageOf) });
    const key = createHash('sha256')
      .update(JSON.stringify([model, asked]))
      .digest('hex');
    const known = counts.get(key);
    if (known !== undefined || isPaused(model)) return known;
    return counts.fetch(key, { context: { model, asked } });
  };
}

/** Of what is not the provider's doing, such as a base URL that is none. */
const unaskable = (error: unknown) =>
  new ProviderFailure(`the provider could not be asked (${(error as Error).name})`, { retryable: false });

/** Lets so many works run at once; the others wait for their turn, or until their signal is aborted. */
function inTurns(atOnce: number) {
  const waiting = new Set<() => void>();
  let running = 0;
  return async <Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> => {
    if (running >= atOnce)
      await new Promise<void>((resolve, reject) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => waiting.delete(resolve) && reject(signal.reason), { once: true });
      });
    else running += 1;
    try {
      return await work();
    } finally {
      const [next] = waiting;
      if (next) waiting.delete(next);
      else running -= 1;
      next?.();
    }
  };
}
