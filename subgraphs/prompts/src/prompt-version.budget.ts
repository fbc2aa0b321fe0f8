import type { Problem } from '@trialogue/errors';
import { estimateTokens, modelLimitsOf } from '@trialogue/models';
import { type VersionTexts, writtenMessages } from './prompt-version.tokens';

type Budgeted = VersionTexts & {
  readonly modelProvider: string;
  readonly modelName: string;
  readonly params: { readonly [name: string]: unknown };
};

/** How providers call the most tokens of an answer, the newer name first. */
const answerLimits = ['max_completion_tokens', 'max_tokens'];

/**
 * What a version asks of its model that the model cannot give, as far as the table of models has it. The prompt's tokens are
 * estimated, for this is asked while a version is published and nobody is to be waited for then.
 */
export function budgetProblems(version: Budgeted): Problem[] {
  const { modelProvider: provider, modelName: model, params } = version;
  const limits = modelLimitsOf({ provider, name: model });
  const name = answerLimits.find((name) => params[name] !== undefined);
  const answer = name === undefined ? 0 : params[name];
  if (typeof answer !== 'number' || !Number.isInteger(answer) || answer < (name === undefined ? 0 : 1))
    return [{ path: ['params', name!], message: 'is no whole number above 0, so that the model will refuse it' }];
  if (!limits) return [];
  const { contextWindow, maxOutput } = limits;
  if (answer > maxOutput) {
    const message = `asks for ${answer} tokens; ${model} answers with ${maxOutput} at most`;
    return [{ path: ['params', name!], message }];
  }
  const tokens = estimateTokens({ provider, model, messages: writtenMessages(version) });
  if (tokens + answer <= contextWindow) return [];
  const together = name === undefined ? '' : `, and ${name} ${answer} more`;
  const message = `has about ${tokens} tokens${together}; the context window of ${model} has ${contextWindow}`;
  return [{ path: version.messages ? ['messages'] : ['template'], message }];
}
