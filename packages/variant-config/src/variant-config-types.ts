import type { Json, JsonObject } from '@trialogue/plugin-api';
import { sharedProperties } from './config-members';
import { isObject } from './json-object';
import type { StrategyBody } from './release-bodies';
import { schemaProblems } from './schema-problems';
import { usedStrategies } from './used-strategies';

type Described = Pick<StrategyBody, 'name' | 'configKey' | 'config' | 'uses'>;

/**
 * TypeScript's type of every config that `variantConfigSchema` takes of these strategies: a union, told apart by
 * `execution_strategy`, with the form from before there was one.
 */
export function variantConfigTypes(strategies: readonly Described[]): string {
  const named = strategies.map((strategy) => [typeNameOf(strategy.name), strategy] as const);
  const legacy = strategies.find(({ name }) => name === 'mlflow_model');
  const { execution_strategy: _, ...properties } = sharedProperties;
  const shared = `interface Shared ${typeOf({ type: 'object', properties, additionalProperties: false })}`;
  const members = named.map(([name, { config }]) => `export type ${name} = ${typeOf(config)};`);
  const union = [...named.map(([, strategy]) => formOf(strategy, strategies)), ...(legacy ? [legacyForm(legacy)] : [])];
  return [
    '/** Configs of variants, as `variant-config.schema.json` beside this file has them; printed from the same strategies. */',
    shared,
    ...members,
    `export type VariantConfig =${union.map((form) => `\n  | (Shared & ${form})`).join('') || ' never'};`,
    '',
  ].join('\n\n');
}

function formOf(strategy: Described, strategies: readonly Described[]): string {
  const { used } = usedStrategies(strategy, (name) => strategies.find((one) => one.name === name));
  const member = ({ name, configKey }: Described, required: boolean) =>
    `${keyOf(configKey)}${required ? '' : '?'}: ${typeNameOf(name)}`;
  const own = member(strategy, schemaProblems(strategy.config, {}).length > 0);
  const all = [`execution_strategy: ${JSON.stringify(strategy.name)}`, own, ...used.map((one) => member(one, true))];
  return `{ ${all.join('; ')} }`;
}

/** `policy_version_id` at the top, alone or beside what was rewritten already. */
const legacyForm = ({ name, configKey }: Described) =>
  `{ execution_strategy?: ${JSON.stringify(name)}; policy_version_id: string; ${keyOf(configKey)}?: Partial<${typeNameOf(name)}> }`;

function typeOf(schema: Json | undefined): string {
  if (!isObject(schema)) return 'unknown';
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return `readonly (${typeOf(schema.items)})[]`;
    case 'object':
      return objectOf(schema);
    default:
      return 'unknown';
  }
}

function objectOf({ properties, required, additionalProperties }: JsonObject): string {
  const needed = Array.isArray(required) ? required : [];
  const members = Object.entries(isObject(properties) ? properties : {}).map(
    ([name, member]) => `${keyOf(name)}${needed.includes(name) ? '' : '?'}: ${typeOf(member)}`,
  );
  const open = additionalProperties === false ? [] : ['[member: string]: unknown'];
  return members.length + open.length === 0 ? 'Record<string, never>' : `{ ${[...members, ...open].join('; ')} }`;
}

const keyOf = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** `prompt_template` → `PromptTemplateMember`. */
const typeNameOf = (name: string) =>
  `${name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Member`;
