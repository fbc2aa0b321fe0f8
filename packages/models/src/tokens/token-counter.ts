import type { Logger } from '@trialogue/plugin-api';
import { type Aliases, nameAtProvider } from '../aliases';
import type { AnthropicOptions } from '../anthropic';
import { type Clock, systemClock } from '../clock';
import { anthropicTokens, type EndpointLimits } from './anthropic-tokens';
import { estimateTokens } from './estimate-tokens';
import { openaiTokens } from './openai-tokens';
import type { CountTokens } from './token-count';

export interface TokenCounterOptions {
  /** Without it, tokens of Claude are estimated. */
  readonly anthropic?: AnthropicOptions;
  readonly logger: Logger;
  /** Beside those of the product; the same name replaces. */
  readonly aliases?: Aliases;
  readonly limits?: Partial<EndpointLimits>;
  readonly clock?: Clock;
}

/** Counts tokens for every model. Loads no tokenizer and no SDK, and asks nobody, until a count needs it. */
export function createTokenCounter(options: TokenCounterOptions): CountTokens {
  const { anthropic, logger, aliases, limits, clock = systemClock } = options;
  const askAnthropic = anthropic?.apiKey ? anthropicTokens(anthropic, { logger, clock, limits }) : undefined;

  return async (request) => {
    const { provider } = request;
    const model = nameAtProvider({ provider, name: request.model }, aliases);
    const messages = request.messages.filter(({ text }) => text.trim() !== '');
    if (provider === 'openai') {
      const counted = await openaiTokens(model, messages);
      if (counted) {
        const { count, exact } = counted;
        return { count, method: exact ? 'exact' : 'estimate', by: 'gpt-tokenizer' };
      }
    }
    if (provider === 'anthropic' && messages.length > 0) {
      const count = await askAnthropic?.(model, messages);
      if (count !== undefined) return { count, method: 'exact', by: 'anthropic' };
    }
    return { count: estimateTokens({ provider, model, messages }), method: 'estimate', by: 'characters' };
  };
}
