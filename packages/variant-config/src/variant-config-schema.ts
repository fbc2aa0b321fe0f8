import type { Json, JsonObject } from '@trialogue/plugin-api';
import { sharedMemberNames, sharedProperties } from './config-members';
import { isObject } from './json-object';
import type { StrategyBody } from './release-bodies';
import { schemaProblems } from './schema-problems';
import { usedStrategies } from './used-strategies';

type Described = Pick<StrategyBody, 'name' | 'configKey' | 'config' | 'uses'>;

/**
 * One JSON Schema (2020-12) of every config that `validateConfig` takes with these strategies, legacy ones included, for
 * editors: `execution_strategy` decides which members there are. Strings with the annotation `ref` name something
 * published.
 */
export function variantConfigSchema(strategies: readonly Described[]): JsonObject {
  const names = strategies.map(({ name }) => name);
  const legacy = strategies.find(({ name }) => name === 'mlflow_model');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Config of a variant',
    description: 'What a variant runs: a strategy, and what that needs.',
    type: 'object',
    properties: {
      ...sharedProperties,
      budget: { ...sharedProperties.budget, anyOf: [{ required: ['tokens'] }, { required: ['usd'] }] },
      execution_strategy: { enum: names, description: 'What carries the config out; from a plugin.' },
      ...Object.fromEntries(strategies.map(({ name, configKey }) => [configKey, { description: `Of ${name}.` }])),
      ...(legacy && {
        policy_version_id: { type: 'string', description: 'The old form of mlflow_model.policy_version_id.' },
      }),
    },
    anyOf: [{ required: ['execution_strategy'] }, ...(legacy ? [{ required: ['policy_version_id'] }] : [])],
    allOf: [
      ...strategies.map((strategy) => ({
        if: {
          properties: { execution_strategy: { const: strategy.name } },
          required: ['execution_strategy'],
          ...(strategy === legacy && { not: { required: ['policy_version_id'] } }),
        },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: membersOf(strategy, strategies),
      })),
      ...(legacy ? [legacyForm(legacy)] : []),
    ],
    $defs: Object.fromEntries(strategies.map(({ name, config }) => [name, config])),
  };
}

/** The members that a config of the strategy has: shared ones, its own, and those of the strategies that it uses. */
function membersOf(strategy: Described, strategies: readonly Described[]): JsonObject {
  const { used } = usedStrategies(strategy, (name) => strategies.find((one) => one.name === name));
  const own = schemaProblems(strategy.config, {}).length > 0 ? [strategy] : [];
  const required = [...own, ...used].map(({ configKey }) => configKey);
  return members(
    [strategy, ...used].map(({ name, configKey }) => [configKey, { $ref: `#/$defs/${pointer(name)}` }]),
    required,
  );
}

/** `policy_version_id` at the top, alone, or with members that were rewritten already. */
function legacyForm({ name, configKey, config }: Described): JsonObject {
  const required = Array.isArray(config.required) ? config.required.filter((one) => one !== 'policy_version_id') : [];
  const { policy_version_id: id = { type: 'string' } } = isObject(config.properties) ? config.properties : {};
  return {
    if: { required: ['policy_version_id'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: members(
      [
        ['execution_strategy', { const: name }],
        ['policy_version_id', id],
        [configKey, { ...config, required }],
      ],
      ['policy_version_id'],
    ),
  };
}

function members(properties: readonly [string, Json][], required: readonly string[]): JsonObject {
  const allowed = [...new Set([...sharedMemberNames, ...properties.map(([name]) => name)])];
  return { properties: Object.fromEntries(properties), required: [...required], propertyNames: { enum: allowed } };
}

/** RFC 6901, in a URI fragment. */
const pointer = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
