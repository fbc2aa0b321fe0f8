import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { armOf } from './arm';
import type { ListedHeads } from './heads';
import { isObject } from './json-object';
import { lookUpReference } from './look-up-reference';
import { asWritten, normalizeConfig } from './normalize-config';
import { type ReferenceLookup, resolveReferences } from './references';
import type { FlowVersionBody, PolicyVersionBody, PromptVersionBody, StrategyBody, ToolBody } from './release-bodies';
import { usedStrategies } from './used-strategies';
import { validateConfig } from './validate-config';
import { shown } from './wording';

/** What a variant runs once its experiment has started. */
export interface ConfigPlan {
  /** In normal form, its references replaced by the lasting names of what they stand for now. */
  readonly config: JsonObject;
  /** Reference → hash of its release. */
  readonly pins: { readonly [reference: string]: string };
  readonly arm: string;
}

/** Everything that keeps a config, as written, from being run with what is published. Paths begin at the config. */
export function configProblems(config: JsonObject, heads: ListedHeads): Problem[] {
  const problems = validateConfig(config, strategiesOf(heads), strategyNames(heads));
  const resolution = resolved(config, heads);
  if (!resolution) return problems;
  const { config: normal, policies } = resolution;
  const found = [...resolution.problems, ...modelNameProblems(normal, policies)];
  return [...problems, ...found.map((problem) => asWritten(problem, config))];
}

/** The plan of a config that has no problems. */
export function planConfig(config: JsonObject, heads: ListedHeads): ConfigPlan {
  const { pins, problems: _, ...source } = resolved(config, heads)!;
  return { config: source.config, pins, arm: armOf(source) };
}

/** A config with all that it names, found now; undefined when its strategy is not known. */
function resolved(written: JsonObject, heads: ListedHeads) {
  const { executionStrategy, config } = normalizeConfig(written);
  const strategy = executionStrategy === undefined ? undefined : strategiesOf(heads)(executionStrategy);
  if (!strategy) return undefined;
  const { used } = usedStrategies(strategy, strategiesOf(heads));
  const prompts: Record<string, PromptVersionBody> = {};
  const policies: Record<string, PolicyVersionBody> = {};
  const flows: Record<string, FlowVersionBody> = {};
  const tools: Record<string, ToolBody> = {};
  const called: Record<string, StrategyBody> = {};
  const lookup: ReferenceLookup = (kind, value) => {
    const target = lookUpReference(heads, kind, value);
    if ('problem' in target) return target;
    if (target.kind === 'prompt') prompts[target.reference] = target.body;
    if (target.kind === 'model') policies[target.reference] = target.body;
    if (target.kind === 'tool') tools[target.reference] = target.body;
    if (target.kind === 'flow') {
      flows[target.reference] = target.body;
      Object.assign(called, target.strategies);
      for (const [reference, { body }] of Object.entries(target.prompts)) prompts[reference] = body;
      for (const [reference, { body }] of Object.entries(target.policies)) policies[reference] = body;
      for (const [name, { body }] of Object.entries(target.tools)) tools[name] = body;
    }
    return target;
  };
  return {
    strategy,
    used,
    prompts,
    policies,
    flows,
    tools,
    called,
    ...resolveReferences(config, strategy, lookup, used),
  };
}

/** `mlflow_model.model_name` is a safeguard: it says which model the policy is expected to be of. */
function modelNameProblems(
  config: JsonObject,
  policies: { readonly [reference: string]: PolicyVersionBody },
): Problem[] {
  const { policy_version_id: reference, model_name: name } = isObject(config.mlflow_model) ? config.mlflow_model : {};
  if (typeof name !== 'string' || typeof reference !== 'string' || !Object.hasOwn(policies, reference)) return [];
  const { modelName } = policies[reference]!;
  if (modelName === name) return [];
  const message = `found ${shown(name)}; ${reference} is a version of the model ${shown(modelName)}`;
  return [{ path: ['mlflow_model', 'model_name'], message }];
}

const strategiesOf = (heads: ListedHeads) => (name: string) => heads.head<StrategyBody>('strategy', name)?.body;

const strategyNames = (heads: ListedHeads): string[] => heads.heads<StrategyBody>('strategy').map(({ key }) => key);
