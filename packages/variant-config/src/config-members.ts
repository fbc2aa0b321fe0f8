import type { JsonObject } from '@trialogue/plugin-api';
import type { StrategyBody } from './release-bodies';

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
} as const satisfies JsonObject;

/** The schema of the members of a variant's config that belong to no strategy. */
export const sharedMembers: JsonObject = { type: 'object', properties: sharedProperties };

export const sharedMemberNames: readonly string[] = Object.keys(sharedProperties);

/** Where the marks and defaults of a whole config are found: in the shared members and in those of its strategies. */
export function configSchema(strategy: StrategyBody, used: readonly StrategyBody[] = []): JsonObject {
  const members = [...used, strategy].map(({ configKey, config }) => [configKey, config] as const);
  return { type: 'object', properties: { ...sharedProperties, ...Object.fromEntries(members) } };
}
