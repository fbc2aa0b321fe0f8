import { nameAtProvider } from '../aliases';
import type { ModelName } from '../chat-model';

/** In tokens. */
export interface ModelLimits {
  /** Of what is asked and what is answered together. */
  readonly contextWindow: number;
  /** Of an answer, thinking included: the highest `max_tokens`. */
  readonly maxOutput: number;
  /** How many tokens the model's tokenizer makes where `estimate-tokens.ts` expects one; 1 unless told. */
  readonly tokensPerEstimate?: number;
}

const k = 1_000;
/** Anthropic: since Claude 4.7 the same text is about 30 % more tokens (…/models/haiku-5-5/overview). */
const newer = { contextWindow: 1_000 * k, maxOutput: 128 * k, tokensPerEstimate: 1.3 };

/**
 * What models take, by the beginning of their names at their provider; the first row that fits counts, with or without a
 * date behind it. Edit it here. As of 2026-11-25, from
 * - Anthropic: https://platform.claude.com/docs/en/models/overview and the pages of the models below it
 * - OpenAI: https://developers.openai.com/api/docs/models, by way of the table of gpt-tokenizer 4.0.0, which a test compares
 */
const table: { readonly [provider: string]: readonly (readonly [name: RegExp, limits: ModelLimits])[] } = {
  anthropic: [
    [/^claude-(fable-5|fable-5-1|mythos-5)$/, newer],
    [/^claude-(opus|sonnet|haiku)-5(-5)?$/, newer],
    [/^claude-opus-4-8$/, newer],
    [/^claude-(opus|sonnet)-4-6$/, { contextWindow: 1_000 * k, maxOutput: 128 * k }],
    [/^claude-(opus|sonnet|haiku)-4-5$/, { contextWindow: 200 * k, maxOutput: 64 * k }],
  ],
  openai: [
    [/^gpt-5\.[46]-(mini|nano|cyber)$/, { contextWindow: 400 * k, maxOutput: 128 * k }],
    [/^gpt-5\.[456]/, { contextWindow: 1_050 * k, maxOutput: 128 * k }],
    [/^gpt-5(\.[123])?-chat-latest$/, { contextWindow: 128 * k, maxOutput: 16_384 }],
    [/^gpt-5-pro$/, { contextWindow: 400 * k, maxOutput: 272 * k }],
    [/^gpt-5(\.[123])?(-|$)/, { contextWindow: 400 * k, maxOutput: 128 * k }],
    [/^gpt-4\.1/, { contextWindow: 1_047_576, maxOutput: 32_768 }],
    [/^gpt-4o(-mini)?$|^chatgpt-4o-latest$/, { contextWindow: 128 * k, maxOutput: 16_384 }],
    [/^gpt-4-turbo$/, { contextWindow: 128 * k, maxOutput: 4_096 }],
    [/^gpt-4$/, { contextWindow: 8_192, maxOutput: 8_192 }],
    [/^gpt-3\.5-turbo$/, { contextWindow: 16_385, maxOutput: 4_096 }],
    [/^o1-mini$/, { contextWindow: 128 * k, maxOutput: 65_536 }],
    [/^o1-preview$/, { contextWindow: 128 * k, maxOutput: 32_768 }],
    [/^o([13](-pro)?|[34]-mini)$/, { contextWindow: 200 * k, maxOutput: 100 * k }],
    [/^gpt-oss-/, { contextWindow: 131_072, maxOutput: 131_072 }],
  ],
};

/** A date or a number that names one state of a model: `-20250929`, `-2025-04-14`, `-0613`. */
const state = /-(\d{8}|\d{4}-\d{2}-\d{2}|\d{4})$/;

/** Undefined for a model that the table does not have. */
export function modelLimitsOf(model: ModelName): ModelLimits | undefined {
  const name = nameAtProvider(model).replace(state, '');
  const rows = Object.hasOwn(table, model.provider) ? table[model.provider] : undefined;
  return rows?.find(([pattern]) => pattern.test(name))?.[1];
}
