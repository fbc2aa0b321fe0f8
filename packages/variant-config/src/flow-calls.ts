import type { JsonObject } from '@trialogue/plugin-api';
import { referencesOf } from './references';
import type { FlowVersionBody, StrategyBody } from './release-bodies';
import type { FoundReference } from './schema-walk';
import { type StrategyLookup, usedStrategies } from './used-strategies';

/** What a flow's calls run, as things are now. */
export interface FlowCalls {
  /** Those that it calls and those that they use, by their names. */
  readonly strategies: { readonly [name: string]: StrategyBody };
  /** Names that nobody brings. */
  readonly absent: readonly string[];
  /** What the configs of its calls name, as written, each once. */
  readonly references: readonly Pick<FoundReference, 'kind' | 'value'>[];
}

export function flowCalls({ calls = [] }: Pick<FlowVersionBody, 'calls'>, strategyOf: StrategyLookup): FlowCalls {
  const strategies: Record<string, StrategyBody> = {};
  const absent = new Set<string>();
  const references = new Map<string, FoundReference>();
  for (const { strategy: name, config } of calls) {
    const strategy = strategyOf(name);
    if (!strategy) {
      absent.add(name);
      continue;
    }
    const found = usedStrategies(strategy, strategyOf);
    for (const one of [strategy, ...found.used]) strategies[one.name] = one;
    for (const one of found.absent) absent.add(one.name);
    const whole = configOfCall(strategy, config);
    for (const reference of referencesOf(whole, strategy))
      references.set(JSON.stringify([reference.kind, reference.value]), reference);
  }
  return { strategies, absent: [...absent], references: [...references.values()] };
}

/** The whole config with which a call runs a strategy. */
export const configOfCall = (
  { name, configKey }: Pick<StrategyBody, 'name' | 'configKey'>,
  own: JsonObject = {},
): JsonObject => ({
  execution_strategy: name,
  [configKey]: own,
});
