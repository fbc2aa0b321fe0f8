import type { JsonObject } from '@trialogue/plugin-api';
import type { StrategyBody } from './release-bodies';

const modelName = {
  type: 'object',
  properties: { provider: { type: 'string', minLength: 1 }, name: { type: 'string', minLength: 1 } },
  required: ['provider', 'name'],
  additionalProperties: false,
} as const;

/** Members of every config. */
export const sharedProperties = {
  execution_strategy: { type: 'string' },
  flow_config: {
    type: 'object',
    properties: {
      flow_id: { type: 'string', ref: 'flow', minLength: 1 },
      initial_state: { type: 'string', minLength: 1 },
    },
    required: ['flow_id'],
    additionalProperties: false,
  },
  params: { type: 'object' },
  fallback_model: modelName,
  fallback_variant: { type: 'string', minLength: 1 },
  budget: {
    type: 'object',
    properties: {
      tokens: { type: 'integer', minimum: 1 },
      usd: { type: 'number', exclusiveMinimum: 0 },
      message: { type: 'string', minLength: 1, maxLength: 2000 },
    },
    additionalProperties: false,
  },
  history: {
    type: 'object',
    properties: {
      tokens: { type: 'integer', minimum: 1, default: 8000 },
      summary: {
        type: 'object',
        properties: {
          after_tokens: { type: 'integer', minimum: 1 },
          model: modelName,
          tokens: { type: 'integer', minimum: 1 },
        },
        required: ['after_tokens'],
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  },
} as const satisfies JsonObject;

/** The schema of the members of a variant's config that belong to no strategy. */
export const sharedMembers: JsonObject = { type: 'object', properties: sharedProperties };

/** Of the shared members, those that decide how a conversation is led; an arm tells them as they are written. */
export const leadingMembers = ['fallback_model', 'budget', 'history'] as const;

export const sharedMemberNames: readonly string[] = Object.keys(sharedProperties);

/** Where the marks and defaults of a whole config are found: in the shared members and in those of its strategies. */
export function configSchema(strategy: StrategyBody, used: readonly StrategyBody[] = []): JsonObject {
  const members = [...used, strategy].map(({ configKey, config }) => [configKey, config] as const);
  return { type: 'object', properties: { ...sharedProperties, ...Object.fromEntries(members) } };
}
