import { DomainError } from '@trialogue/errors';
import { nameAtProvider, requestBody } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { renderVersion } from '@trialogue/templates';
import {
  formatPromptReference,
  type PromptReference,
  type PromptVariable,
  promptVersionOf,
} from '@trialogue/variant-config';
import type { RenderedPrompt } from './rendered-prompt';

/** Renders as an execution would, from the releases in memory. */
export class PromptRenderer {
  constructor(private readonly releases: Releases) {}

  /** Throws PROMPT_NOT_FOUND, PROMPT_VARIABLE_MISSING, TEMPLATE_INVALID, BAD_USER_INPUT. */
  render(name: string, { number, label }: Omit<PromptReference, 'name'>, variables: JsonObject): RenderedPrompt {
    if (number !== undefined && label !== undefined)
      throw new DomainError('BAD_USER_INPUT', { problem: 'Give `version` or `label`, not both.' });
    const reference = { name, number, label };
    const version = promptVersionOf(this.releases, reference)?.body;
    if (!version) throw new DomainError('PROMPT_NOT_FOUND', { prompt: formatPromptReference(reference) });
    const { modelProvider: provider, modelName, params } = version;
    const messages = renderVersion(version, variables);
    const isGiven = ({ name, default: fallback }: PromptVariable) =>
      fallback !== undefined || Object.hasOwn(variables, name);
    return {
      messages,
      model: { provider, name: modelName, id: nameAtProvider({ provider, name: modelName }) },
      params,
      request: requestBody({ provider, model: modelName, messages, params }) ?? null,
      missing: version.variables.filter((variable) => !isGiven(variable)).map(({ name }) => name),
    };
  }
}
