import * as published from 'gpt-tokenizer/models.gen';
import { modelLimitsOf } from './model-limits';

test.each([
  ['anthropic', 'claude-sonnet-4.6', 1_000_000, 128_000],
  ['anthropic', 'claude-sonnet-4-5-20250929', 200_000, 64_000],
  ['anthropic', 'claude-haiku-5-5', 1_000_000, 128_000],
  ['openai', 'gpt-4-0613', 8_192, 8_192],
  ['openai', 'gpt-4o-2024-11-20', 128_000, 16_384],
  ['openai', 'gpt-5.5', 1_050_000, 128_000],
])('%s/%s', (provider, name, contextWindow, maxOutput) => {
  expect(modelLimitsOf({ provider, name })).toMatchObject({ contextWindow, maxOutput });
});

test.each([
  ['anthropic', 'claude-2'],
  ['anthropic', 'gpt-4o'],
  ['openai', 'qwen3:4b'],
  ['openai', 'gpt-4.9-quantum'],
  ['openai', 'constructor'],
  ['constructor', 'name'],
  ['scripted', 'scripted'],
])('nothing is known of %s/%s', (provider, name) => {
  expect(modelLimitsOf({ provider, name })).toBeUndefined();
});

/** Their names for the same state of a model that has other limits than the models it is named like. */
const apart = /gpt-4o-2024-05-13|preview|instruct|16k|32k|audio|search|transcribe|tts|realtime|image|deep-research/;
const specs = Object.entries(published).flatMap(([name, spec]) => {
  const { context_window, max_output_tokens } = spec as { context_window?: number; max_output_tokens?: number };
  const known = modelLimitsOf({ provider: 'openai', name });
  return known && context_window && max_output_tokens && !apart.test(name)
    ? [[name, known, context_window, max_output_tokens] as const]
    : [];
});

test('most chat models of OpenAI are known', () => expect(specs.length).toBeGreaterThan(50));

test.each(specs)('%s has the limits that gpt-tokenizer has read off its page', (_, known, window, output) => {
  expect([known.contextWindow, known.maxOutput]).toEqual([window, output]);
});
