import { DomainError } from '@trialogue/errors';
import { nameAtProvider, requestBody } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { renderVersion } from '@trialogue/templates';
import {
  formatPromptReference,
  outputFormat,
  type PromptReference,
  type PromptVariable,
  promptVersionOf,
  refuseArchived,
} from '@trialogue/variant-config';
import type { RenderedPrompt } from './rendered-prompt';

/** Renders as an execution would, from the releases in memory. */
export class PromptRenderer {
  constructor(private readonly releases: Releases) {}

  /** Throws PROMPT_NOT_FOUND, PROMPT_VERSION_ARCHIVED, PROMPT_VARIABLE_MISSING, TEMPLATE_INVALID, BAD_USER_INPUT. */
  async render(
    name: string,
    { number, label }: Omit<PromptReference, 'name'>,
    variables: JsonObject,
  ): Promise<RenderedPrompt> {
    if (number !== undefined && label !== undefined)
      throw new DomainError('BAD_USER_INPUT', { problem: 'Give `version` or `label`, not both.' });
    await this.releases.fresh();
    const reference = { name, number, label };
    const found = promptVersionOf(this.releases, reference);
    if (!found) throw new DomainError('PROMPT_NOT_FOUND', { prompt: formatPromptReference(reference) });
    refuseArchived(this.releases, found.reference);
    const version = found.body;
    const { modelProvider: provider, modelName, params } = version;
    const messages = renderVersion(version, variables);
    const output = outputFormat(version);
    const isGiven = ({ name, default: fallback }: PromptVariable) =>
      fallback !== undefined || Object.hasOwn(variables, name);
    return {
      messages,
      model: { provider, name: modelName, id: nameAtProvider({ provider, name: modelName }) },
      params,
      responseSchema: version.responseSchema ?? null,
      request: requestBody({ provider, model: modelName, messages, params, ...(output && { output }) }) ?? null,
      missing: version.variables.filter((variable) => !isGiven(variable)).map(({ name }) => name),
    };
  }
}
