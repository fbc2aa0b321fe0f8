import type { JsonObject } from '@trialogue/plugin-api';
import { effectiveModel, effectiveParams } from './effective-prompt';
import { meal2 } from './testing/prompts';

test.each<[string, JsonObject, string]>([
  ['nothing', {}, 'anthropic claude-sonnet-4.5'],
  ['a name', { prompt_config: { model_name: 'claude-opus-4.5' } }, 'anthropic claude-opus-4.5'],
  ['a provider', { prompt_config: { model_provider: 'scripted' } }, 'scripted claude-sonnet-4.5'],
  ['both', { prompt_config: { model_provider: 'openai', model_name: 'gpt-4.1' } }, 'openai gpt-4.1'],
  ['another strategy’s names', { mlflow_model: { model_name: 'planner' } }, 'anthropic claude-sonnet-4.5'],
])('model, the config names %s', (_, config, expected) => {
  const { provider, name } = effectiveModel(meal2, config);
  expect(`${provider} ${name}`).toBe(expected);
});

test.each<[string, JsonObject, JsonObject]>([
  ['nothing', {}, { temperature: 0.7, max_tokens: 2048 }],
  ['prompt_config', { prompt_config: { params: { temperature: 0.5 } } }, { temperature: 0.5, max_tokens: 2048 }],
  ['the variant', { params: { temperature: 0, top_p: 0.9 } }, { temperature: 0, max_tokens: 2048, top_p: 0.9 }],
  [
    'both',
    { prompt_config: { params: { temperature: 0.5, max_tokens: 10 } }, params: { temperature: 0 } },
    { temperature: 0, max_tokens: 10 },
  ],
  [
    'an object, which is taken whole',
    { params: { temperature: { a: 1 } } },
    { temperature: { a: 1 }, max_tokens: 2048 },
  ],
])('params, given by %s', (_, config, expected) => expect(effectiveParams(meal2, config)).toEqual(expected));
