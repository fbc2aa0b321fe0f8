import type { JsonObject } from '@trialogue/plugin-api';
import type { StrategyBody } from '../release-bodies';

const strategy = (name: string, configKey: string, config: JsonObject, version = '1.0.0'): StrategyBody => ({
  name,
  version,
  plugin: name.replace('_', '-'),
  configKey,
  config,
  input: { type: 'object', properties: {} },
  output: { type: 'object', properties: {} },
  effects: 'none',
});

export const promptTemplate = strategy('prompt_template', 'prompt_config', {
  type: 'object',
  properties: {
    prompt_version_id: { type: 'string', ref: 'prompt' },
    model_provider: { type: 'string' },
    model_name: { type: 'string' },
  },
  required: ['prompt_version_id'],
  additionalProperties: false,
});

export const mlflowModel = strategy('mlflow_model', 'mlflow_model', {
  type: 'object',
  properties: { policy_version_id: { type: 'string' }, model_name: { type: 'string' } },
  required: ['policy_version_id'],
  additionalProperties: false,
});

/** As the plugin has it: what it names is pinned. */
export const markedModel = strategy('mlflow_model', 'mlflow_model', {
  type: 'object',
  properties: { policy_version_id: { type: 'string', ref: 'model' }, model_name: { type: 'string' } },
  required: ['policy_version_id'],
  additionalProperties: false,
});

/** Has no member of its own that it needs, and runs two others with theirs. */
export const hybrid: StrategyBody = {
  ...strategy('hybrid', 'hybrid', {
    type: 'object',
    properties: { tone: { type: 'string' } },
    additionalProperties: false,
  }),
  uses: ['mlflow_model', 'prompt_template'],
};

/** A stranger's: several references, in lists and below, with numbers, defaults and an enumeration. */
export const debate = strategy(
  'debate',
  'debate',
  {
    type: 'object',
    properties: {
      speakers: {
        type: 'array',
        maxItems: 3,
        items: {
          type: 'object',
          properties: { prompt: { type: 'string', ref: 'prompt' }, side: { enum: ['for', 'against'] } },
          required: ['prompt'],
          additionalProperties: false,
        },
      },
      rounds: { type: 'integer', minimum: 1, default: 2 },
      judge: { type: 'string', ref: 'model' },
    },
    additionalProperties: false,
  },
  '0.3.1',
);

export const strategies = [mlflowModel, promptTemplate, debate];
export const knownStrategies = strategies.map(({ name }) => name);
export const strategyNamed = (name: string): StrategyBody | undefined => strategies.find((one) => one.name === name);
