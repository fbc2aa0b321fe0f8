import type { Prices } from './prices';

/** Anthropic writes to its cache, for five minutes, for 1.25 times the price of input, and reads from it for a tenth. */
const claude = (input: number, output: number) => ({
  ...{ input, output },
  ...{ cacheRead: input / 10, cacheWrite: input * 1.25 },
});

/**
 * List prices in US dollars for a million tokens, without surcharges for long contexts; looked up 2026-11-26 in
 * https://github.com/github/docs (data/tables/copilot/models-and-pricing.yml), which has those of the providers. What is
 * not there has no price here: `config/prices.yml` says more, and wins.
 */
export const knownPrices: Prices = {
  'claude-haiku-4-5': claude(1, 5),
  'claude-sonnet-4-5': claude(3, 15),
  'claude-sonnet-4-6': claude(3, 15),
  'claude-opus-4-5': claude(5, 25),
  'claude-opus-4-6': claude(5, 25),
  'claude-opus-4-8': claude(5, 25),
  'gpt-5-mini': { input: 0.25, output: 2, cacheRead: 0.025 },
  'gpt-5.4': { input: 2.5, output: 15, cacheRead: 0.25 },
  'gpt-5.4-mini': { input: 0.75, output: 4.5, cacheRead: 0.075 },
  'gpt-5.4-nano': { input: 0.2, output: 1.25, cacheRead: 0.02 },
};
