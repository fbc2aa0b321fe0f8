import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { sharedMemberNames, sharedMembers } from './config-members';
import { isObject } from './json-object';
import { asWritten, normalizeConfig } from './normalize-config';
import type { StrategyBody } from './release-bodies';
import { mostProblems, schemaProblems } from './schema-problems';
import { storageProblems } from './storable';
import { type StrategyLookup, usedStrategies } from './used-strategies';
import { alternatives, amongNames, shown, unknownName } from './wording';

/**
 * Everything that is wrong with a variant's config, as written: normal or legacy. Paths lead from the root of the
 * config that was given. References are only checked for being strings: `resolveReferences` finds what they name.
 *
 * @param known names of all strategies that `strategies` finds, for messages
 */
export function validateConfig(config: JsonObject, strategies: StrategyLookup, known: readonly string[]): Problem[] {
  const { executionStrategy, config: normal } = normalizeConfig(config);
  const strategy = executionStrategy === undefined ? undefined : strategies(executionStrategy);
  const { used, absent } = strategy ? usedStrategies(strategy, strategies) : { used: [], absent: [] };
  const problems = [
    ...strategyProblems(normal, strategy, known),
    ...absent.map(({ name, by }) => ({
      path: ['execution_strategy'],
      message: `the strategy ${shown(by)} uses ${shown(name)}, which no plugin brings`,
    })),
    ...memberProblems(normal, strategy, used, strategies, known),
    ...storageProblems(normal),
    ...schemaProblems(sharedMembers, normal),
    ...budgetProblems(normal),
    ...(strategy ? schemaProblems(strategy.config, ownMember(normal, strategy), [strategy.configKey]) : []),
    ...used.flatMap((body) => usedProblems(normal, body)),
  ];
  return problems.map((problem) => asWritten(problem, config));
}

function strategyProblems(config: JsonObject, strategy: StrategyBody | undefined, known: readonly string[]): Problem[] {
  const name = config.execution_strategy;
  const path = ['execution_strategy'];
  const expected = alternatives(known);
  const none = known.length === 0 ? 'no plugin brings any' : undefined;
  if (name === undefined) return [{ path, message: `is missing; ${none ?? `expected ${expected}`}`, expected }];
  if (strategy !== undefined || typeof name !== 'string') return [];
  const lead = `there is no strategy ${shown(name)}`;
  return [
    none ? { path, message: `${lead}; ${none}`, found: shown(name), expected } : unknownName(path, lead, name, known),
  ];
}

/** Members that nobody reads. While the strategy is not known, any may be its own, and only likely slips are named. */
function memberProblems(
  config: JsonObject,
  strategy: StrategyBody | undefined,
  used: readonly StrategyBody[],
  strategies: StrategyLookup,
  known: readonly string[],
): Problem[] {
  const owners = new Map(known.flatMap((name) => strategies(name) ?? []).map((body) => [body.configKey, body.name]));
  const allowed = [
    ...sharedMemberNames,
    ...(strategy ? [strategy, ...used].map(({ configKey }) => configKey) : owners.keys()),
  ];
  const others = Object.keys(config).filter((member) => !allowed.includes(member));
  return others.slice(0, mostProblems).flatMap((member) => {
    const owner = owners.get(member);
    const about = amongNames(member, allowed);
    if (strategy === undefined && about.nearest === undefined) return [];
    if (!strategy || owner === undefined) return [unknownName([member], 'is not known here', member, allowed)];
    const message = `belongs to the strategy ${shown(owner)}; this variant runs ${shown(strategy.name)}`;
    return [{ path: [member], message, ...about }];
  });
}

/** A budget of nothing would bound nothing. */
function budgetProblems({ budget }: JsonObject): Problem[] {
  if (!isObject(budget) || budget.tokens !== undefined || budget.usd !== undefined) return [];
  const expected = '"tokens", "usd" or both';
  return [{ path: ['budget'], message: `bounds nothing; expected ${expected}`, found: shown(budget), expected }];
}

/** Left out is empty; an explicit null is not. */
const ownMember = (config: JsonObject, { configKey }: StrategyBody) =>
  Object.hasOwn(config, configKey) ? config[configKey]! : {};

/** A strategy that is used finds its own member in the config, always. */
function usedProblems(config: JsonObject, { name, configKey, config: schema }: StrategyBody): Problem[] {
  const member = config[configKey];
  if (member !== undefined) return schemaProblems(schema, member, [configKey]);
  const { required } = schema;
  const members = Array.isArray(required) && required.length > 0 ? ` with ${required.map(shown).join(', ')}` : '';
  const message = `is missing; the strategy ${shown(name)}, which is used here, expects an object${members}`;
  return [{ path: [configKey], message, expected: `an object${members}` }];
}
