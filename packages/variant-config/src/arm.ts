import { contentHash } from '@trialogue/canonical-json';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { configSchema, leadingMembers } from './config-members';
import { effectivePolicyParams } from './effective-policy';
import { effectiveModel, effectiveParams, promptOverrides } from './effective-prompt';
import { flowCalls } from './flow-calls';
import type { Includes } from './includes';
import { configOnPrompt } from './prompt-state';
import type { FlowVersionBody, PolicyVersionBody, PromptVersionBody, StrategyBody, ToolBody } from './release-bodies';
import { type FoundReference, replaceMarked, withoutDefaults } from './schema-walk';

/** All that a variant runs. */
export interface ArmSource {
  readonly strategy: StrategyBody;
  /** The strategies that it uses with members of the same config. */
  readonly used?: readonly StrategyBody[];
  /** Valid, in normal form, its references resolved. */
  readonly config: JsonObject;
  /** What the references of kind `prompt` in the config and in its flow name: `meal@2` → its version. */
  readonly prompts: { readonly [reference: string]: PromptVersionBody };
  /** The same of kind `model`. */
  readonly policies?: { readonly [reference: string]: PolicyVersionBody };
  /** The same of kind `flow`. */
  readonly flows?: { readonly [reference: string]: FlowVersionBody };
  /** The same of kind `tool`, those that a flow calls too. */
  readonly tools?: { readonly [name: string]: ToolBody };
  /** Every strategy that a flow's calls run, those that they use too. */
  readonly called?: { readonly [name: string]: StrategyBody };
}

/**
 * The arm: SHA-256 of the canonical JSON of how a variant behaves, and of nothing else. Two variants that behave alike
 * have one arm, whatever they are called and however they were written. It must never change for a given source
 * (`arm.test.ts` pins some for ever), so a field added here is left out at its default.
 */
export const armOf = (source: ArmSource): string => contentHash(behaviourOf(source));

/** What the arm is the hash of. Members that are undefined are no part of it. */
function behaviourOf(source: ArmSource) {
  const { strategy, used = [], config } = source;
  const told = { model: false, prompt: false };
  const schema = configSchema(strategy, used);
  const replaced = replaceMarked(schema, withoutDefaults(schema, config), [], (found) => {
    if (found.kind === 'prompt' || found.kind === 'model') told[found.kind] = true;
    return referenced(found, source);
  }) as JsonObject;
  const section = ({ configKey }: StrategyBody) =>
    unlessEmpty(without((replaced[configKey] ?? {}) as JsonObject, takenOver(configKey, told.prompt, source)));
  return {
    strategy: { name: strategy.name, version: strategy.version },
    config: section(strategy),
    // What is run with it can change by itself: its version is told as the strategy's own is.
    uses: unlessEmpty(
      Object.fromEntries(used.map((one) => [one.name, present({ version: one.version, config: section(one) })])),
    ),
    flow: flowOf(replaced, source),
    // A prompt and a policy have told them, merged with their own.
    params: told.prompt || told.model ? undefined : unlessEmpty((config.params ?? {}) as JsonObject),
    // As it is written: what that variant behaves like is told by its own arm.
    fallback_variant: config.fallback_variant,
    ...Object.fromEntries(leadingMembers.map((name) => [name, unlessEmpty((replaced[name] ?? {}) as JsonObject)])),
  };
}

/** Members of a section that say again what is told with a reference: stated once, it is one arm wherever it was written. */
function takenOver(configKey: string, usesPrompt: boolean, { config, policies = {} }: ArmSource): readonly string[] {
  if (configKey === 'prompt_config') return usesPrompt ? promptOverrides : [];
  if (configKey !== 'mlflow_model') return [];
  const { policy_version_id: reference, model_name: name } = (config.mlflow_model ?? {}) as JsonObject;
  const named = typeof reference === 'string' && Object.hasOwn(policies, reference) ? policies[reference] : undefined;
  return named !== undefined && named.modelName === name ? ['model_name'] : [];
}

function referenced({ kind, value }: FoundReference, source: ArmSource): JsonObject {
  const { config, prompts, policies = {}, flows = {}, tools = {} } = source;
  if (kind === 'prompt' && Object.hasOwn(prompts, value)) return promptBehaviour(prompts[value]!, config);
  if (kind === 'model' && Object.hasOwn(policies, value)) return policyBehaviour(policies[value]!, config);
  if (kind === 'tool' && Object.hasOwn(tools, value)) return toolBehaviour(tools[value]!);
  if (kind === 'flow' && Object.hasOwn(flows, value)) return flowBehaviour(flows[value]!, source);
  throw new Error(`No behaviour is known of the ${kind} ${value}`);
}

function promptBehaviour(version: PromptVersionBody, config: JsonObject): JsonObject {
  const { provider, name } = effectiveModel(version, config);
  const variables = version.variables.map((variable): [string, JsonObject] => [
    variable.name,
    present({ required: variable.required || undefined, default: variable.default, schema: variable.schema }),
  ]);
  return present({
    syntax: version.syntax,
    template: version.template,
    messages: version.messages?.map(({ role, template }) => ({ role, template })),
    includes: version.includes && includedTexts(version.includes),
    response_schema: version.responseSchema,
    variables: unlessEmpty(Object.fromEntries(variables)),
    model: { provider, name },
    params: unlessEmpty(effectiveParams(version, config)),
  });
}

/** Which versions they are of is not what they say. */
function includedTexts(includes: Includes): JsonObject {
  const texts = Object.entries(includes).map(([written, { template, includes: inner }]): [string, JsonObject] => [
    written,
    present({ template, includes: inner && includedTexts(inner) }),
  ]);
  return Object.fromEntries(texts);
}

/** Where it is served, and what it is called here, is not what it does. */
function policyBehaviour(version: PolicyVersionBody, config: JsonObject): JsonObject {
  return present({
    model: { name: version.modelName, version: version.modelVersion },
    params: unlessEmpty(effectivePolicyParams(version, config)),
  });
}

/** What a model is told of it; who brings it is not what it does. */
const toolBehaviour = ({ name, version, description, input, output }: ToolBody): JsonObject =>
  present({ name, version, description, input, output });

/** The flow's text keeps its references, so each prompt is told under the reference as the flow has it. */
function flowBehaviour(flow: FlowVersionBody, source: ArmSource): JsonObject {
  const { strategy, config } = source;
  const prompts = flow.prompts.map((reference): [string, JsonObject] => [
    reference,
    referenced(
      { kind: 'prompt', value: reference, path: [] },
      { ...source, config: configOnPrompt(strategy.name, config, reference) },
    ),
  ]);
  return present({
    checksum: flow.checksum,
    prompts: unlessEmpty(Object.fromEntries(prompts)),
    calls: flow.calls && callsBehaviour(flow, source),
    tools: flow.tools && toolsBehaviour(flow.tools, source),
  });
}

const toolsBehaviour = (names: readonly string[], source: ArmSource): JsonObject =>
  Object.fromEntries(names.map((value) => [value, referenced({ kind: 'tool', value, path: [] }, source)]));

/** What each call says is in the flow's text; here is what runs then, and what it names: with nothing of the variant's over it. */
function callsBehaviour(flow: FlowVersionBody, source: ArmSource): JsonObject {
  const { strategies, references } = flowCalls(flow, (name) => source.called?.[name]);
  const versions = Object.values(strategies).map(({ name, version }): [string, Json] => [name, version]);
  const named = references.map(({ kind, value }): [string, JsonObject] => [
    `${kind} ${value}`,
    referenced({ kind, value, path: [] }, { ...source, config: {} }),
  ]);
  return present({
    strategies: Object.fromEntries(versions),
    references: unlessEmpty(Object.fromEntries(named)),
  });
}

function flowOf({ flow_config: replaced }: JsonObject, { config, flows = {} }: ArmSource): JsonObject | undefined {
  if (replaced === undefined) return undefined;
  const { flow_id: behaviour, initial_state: initial } = replaced as { flow_id: JsonObject; initial_state?: string };
  const { flow_id: reference } = config.flow_config as { flow_id: string };
  return present({ ...behaviour, initial_state: initial === flows[reference]!.states[0] ? undefined : initial });
}

const unlessEmpty = (object: JsonObject): JsonObject | undefined =>
  Object.keys(object).length === 0 ? undefined : object;

const without = (object: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

const present = (members: { readonly [name: string]: Json | undefined }): JsonObject =>
  Object.fromEntries(Object.entries(members).filter((member): member is [string, Json] => member[1] !== undefined));
