import type { JsonObject, OutputFormat } from '@trialogue/plugin-api';
import { isObject } from './json-object';
import type { PromptVersionBody } from './release-bodies';

/**
 * The model that answers a prompt: the version's, unless the variant's `prompt_config` names another. The arm and the
 * execution both ask here.
 */
export function effectiveModel(version: PromptVersionBody, config: JsonObject): { provider: string; name: string } {
  const { model_provider: provider, model_name: name } = promptConfigOf(config);
  return {
    provider: typeof provider === 'string' ? provider : version.modelProvider,
    name: typeof name === 'string' ? name : version.modelName,
  };
}

/** Every chat model that a config may ask, of the prompt versions that it pins: those that answer, stand in, or summarise. */
export function modelsOf(
  versions: readonly PromptVersionBody[],
  config: JsonObject,
): { readonly provider: string; readonly name: string }[] {
  const { fallback_model: fallback, history } = config as {
    readonly fallback_model?: ReturnType<typeof effectiveModel>;
    readonly history?: { readonly summary?: { readonly model?: ReturnType<typeof effectiveModel> } };
  };
  const others = [fallback, history?.summary?.model].filter((model) => model !== undefined);
  return [...versions.map((version) => effectiveModel(version, config)), ...others];
}

/**
 * The parameters a model is called with. Each comes from the first that has it: the variant's `params`, the `params` of
 * its `prompt_config`, the prompt version's. A value is taken whole; objects are not merged.
 */
export function effectiveParams(version: PromptVersionBody, config: JsonObject): JsonObject {
  return { ...version.params, ...objectOr(promptConfigOf(config).params), ...objectOr(config.params) };
}

/** What a prompt's answer has to be; undefined: any text. Its name is the prompt's, as providers take names. */
export const outputFormat = ({ name, responseSchema }: PromptVersionBody): OutputFormat | undefined =>
  responseSchema && { name: name.replaceAll(/[^\w-]/g, '_').slice(0, 64), schema: responseSchema };

/** The members of `prompt_config` that these two functions read. */
export const promptOverrides = ['model_provider', 'model_name', 'params'] as const;

const promptConfigOf = (config: JsonObject): JsonObject => objectOr(config.prompt_config);

const objectOr = (value: JsonObject[string] | undefined): JsonObject => (isObject(value) ? value : {});
