import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TextMessage } from '../message-text';

interface Family {
  readonly named: RegExp;
  readonly encoding: keyof typeof encodings;
  /** Tokens that begin the answer. */
  readonly reply: 2 | 3;
  /** False where servers put texts of their own around the messages. */
  readonly exact: boolean;
}

/**
 * A message is `<|start|>`, its role, `<|message|>`, its text and `<|end|>`. The answer is begun with `<|start|>assistant`
 * and, up to GPT-4.1, the mark behind it. Up to GPT-4o this is what OpenAI's cookbook counts, and measures to be right
 * (https://developers.openai.com/cookbook/examples/how_to_count_tokens_with_tiktoken); since then a request has one token
 * fewer (measured for gpt-5 in https://github.com/pydantic/pydantic-ai/pull/3447), as in the format of
 * https://developers.openai.com/cookbook/articles/openai-harmony.
 */
const perMessage = 4;
const families: readonly Family[] = [
  { named: /^gpt-oss/, encoding: 'o200k_base', reply: 2, exact: false },
  { named: /^(gpt-3\.5|gpt-4)(-|$)/, encoding: 'cl100k_base', reply: 3, exact: true },
  { named: /^(gpt-4[o.]|chatgpt-4o)/, encoding: 'o200k_base', reply: 3, exact: true },
  { named: /^(gpt-[5-9]|o\d|chat-latest)/, encoding: 'o200k_base', reply: 2, exact: true },
];

/** Each is loaded when a model first needs it, for it takes tens of megabytes. */
const encodings = {
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
};
type Encoding = Awaited<ReturnType<(typeof encodings)[keyof typeof encodings]>>;

/** What a text's author writes is never a token that steers the model. */
const asText = { disallowedSpecial: new Set<string>() };
/** Of the tokenizer, which remembers words that it has put together. */
const wordsKept = 10_000;

/**
 * Letters, spaces or signs that the tokenizer takes as one piece cost it time with the square of their number (a quarter
 * of a million letters: 37 s). No language writes words of this length; longer ones are cut, and make the count inexact.
 */
const longestRun = 256;
const runs = /[\p{L}\p{M}]+|\s+|[^\s\p{L}\p{N}]+/gu;
/** Milliseconds after which others get their turn. */
const slice = 5;

/** Tokens of messages for a model of OpenAI; undefined for a name that is none. A fine-tuned one is `ft:` and its base. */
export async function openaiTokens(
  model: string,
  messages: readonly TextMessage[],
): Promise<{ count: number; exact: boolean } | undefined> {
  const name = model.replace(/^ft:/, '');
  const family = families.find(({ named }) => named.test(name));
  if (!family) return undefined;
  const encoding = await encodings[family.encoding]();
  encoding.setMergeCacheSize(wordsKept);
  let { reply: count, exact }: { reply: number; exact: boolean } = family;
  let until = performance.now() + slice;
  for (const { text } of messages) {
    const whole = hasOnlyShortRuns(text);
    count += perMessage;
    exact &&= whole;
    for (const tokens of tokensOf(encoding, whole ? [text] : partsOf(text))) {
      count += tokens.length;
      if (performance.now() < until) continue;
      await nextTurn();
      until = performance.now() + slice;
    }
  }
  return { count, exact };
}

/** In pieces of a few tokens, each made when it is asked for. */
function* tokensOf({ encodeGenerator }: Encoding, parts: Iterable<string>): Generator<number[]> {
  for (const part of parts) yield* encodeGenerator(part, asText);
}

function hasOnlyShortRuns(text: string): boolean {
  if (text.length <= longestRun) return true;
  for (const [run] of text.matchAll(runs)) if (run.length > longestRun) return false;
  return true;
}

function* partsOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += longestRun) yield text.slice(from, from + longestRun);
}
