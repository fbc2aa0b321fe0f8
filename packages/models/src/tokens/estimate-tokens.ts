import { modelLimitsOf } from './model-limits';
import type { CountRequest } from './token-count';

/**
 * Tokens for each character of a kind, fitted to what gpt-tokenizer's `o200k_base` makes of the prompts of this project
 * and of `samples/`. What spaces cost is in the weight of the letters around them. `estimate-tokens.test.ts` says how far
 * off it is where.
 */
const kinds = [
  { characters: '\\p{Script=Latin}+', tokens: 0.26 },
  { characters: '[\\p{Script=Cyrillic}\\p{Script=Greek}]+', tokens: 0.3 },
  { characters: '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}]+', tokens: 0.76 },
  { characters: '[\\p{L}\\p{M}]+', tokens: 0.39 },
  { characters: '\\p{N}+', tokens: 0.5 },
  { characters: '[^\\s\\p{L}\\p{M}\\p{N}]+', tokens: 0.65 },
] as const;
const lineBreak = 0.8;
const runs = new RegExp(kinds.map(({ characters }) => `(${characters})`).join('|'), 'gu');
const lineBreaks = /[\r\n]+/g;

/** Of the format around the messages; much the same for all providers. */
const perMessage = 4;
const perRequest = 3;

/** About how many tokens a request has, without a tokenizer: quick, and for models whose tokenizer is not public. */
export function estimateTokens({ provider, model, messages }: CountRequest): number {
  const { tokensPerEstimate = 1 } = modelLimitsOf({ provider, name: model }) ?? {};
  const texts = messages.reduce((sum, { text }) => sum + estimateText(text), 0);
  return Math.ceil(texts * tokensPerEstimate) + perMessage * messages.length + perRequest;
}

/** Of a text alone, not rounded. */
export function estimateText(text: string): number {
  let tokens = lineBreak * (text.match(lineBreaks)?.length ?? 0);
  for (const run of text.matchAll(runs))
    tokens += run[0].length * kinds[run.findIndex((group, index) => index > 0 && group !== undefined) - 1]!.tokens;
  return tokens;
}
