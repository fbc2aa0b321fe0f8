import { DomainError, SetupError } from '@trialogue/errors';
import { correctedBefore } from '@trialogue/executor';
import type { WantedOutput } from '@trialogue/flow-engine';
import { createModels, type ModelName } from '@trialogue/models';
import type { JsonObject, Message } from '@trialogue/plugin-api';
import { renderVersion } from '@trialogue/templates';
import { makeLogger } from '../../logger';
import { readSettings } from '../../settings';
import { type ListedPrompt, listedPrompts } from './listed-prompts';

export interface Question {
  /** Reference to a prompt; undefined: the variant's own. */
  readonly prompt?: string;
  readonly output?: WantedOutput;
  readonly variables: JsonObject;
  /** What was said before, and what the user says now. */
  readonly messages: readonly Message[];
}

/** A model's answer, or undefined where nobody is there to give one. */
export type Answering = (question: Question) => Promise<string | undefined>;

const scripted: ModelName = { provider: 'scripted', name: 'scripted' };
const longestMs = 120_000;

/**
 * Answers prompts of the project's list as its product would: the replies that are written beside them, or the model that
 * is named (`anthropic/claude-…`), with the key that the environment has. A prompt that is not there, or without replies,
 * is answered by the named model only.
 */
export function answering(root: string, named: string | undefined): Answering {
  const prompts = listedPrompts(root);
  const { anthropic, openai } = readSettings(root, process.env);
  const models = createModels({ anthropic, openai, logger: makeLogger('error'), paceMs: 0 });
  const model = named === undefined ? scripted : modelOf(named);
  if (named !== undefined && models.resolve(model).standIn)
    throw new SetupError(`There is no key for ${named}.`, 'Set ANTHROPIC_API_KEY, OPENAI_API_KEY or OPENAI_BASE_URL.');

  return async ({ prompt: reference, output, variables, messages: said }) => {
    const prompt = reference === undefined ? undefined : prompts(reference);
    if (named === undefined && !(prompt && prompt.replies.length > 0)) return undefined;
    const told = [...(prompt ? systemOf(prompt, variables) : []), ...said];
    const asked = {
      ...{ model, messages: correctedBefore(told, output?.problem) },
      ...(output && { output: { name: 'answer', schema: output.schema } }),
    };
    const { params = {}, replies = [] } = prompt ?? {};
    const signal = AbortSignal.timeout(longestMs);
    for await (const event of models.stream({ ...asked, params, replies, signal }))
      if (event.type === 'end') return event.text;
    throw new DomainError('MODEL_FAILED', { model: named ?? 'scripted', reason: 'the answer has no end' });
  };
}

function modelOf(text: string): ModelName {
  const [, provider, name] = /^([^/]+)\/(.+)$/.exec(text) ?? [];
  if (provider && name) return { provider, name };
  throw new SetupError(`${text} is no model.`, 'Name a provider and its model, such as anthropic/claude-sonnet-4.6.');
}

/** Of the variables that the prompt declares, those that are there. */
function systemOf(prompt: ListedPrompt, given: JsonObject): Message[] {
  const declared = new Set(prompt.variables.map(({ name }) => name));
  const variables = Object.fromEntries(Object.entries(given).filter(([name]) => declared.has(name)));
  return renderVersion(prompt, variables).map(({ role, text }) => ({ role, parts: [{ type: 'text', text }] }));
}
