import { DomainError } from '@trialogue/errors';
import type { CountTokens, TokenCount } from '@trialogue/models';
import { type RenderedMessage, renderVersion } from '@trialogue/templates';
import type { Includes, PromptMessage, PromptVersionBody } from '@trialogue/variant-config';

export interface VersionTexts {
  readonly template: string;
  readonly messages?: readonly PromptMessage[];
  readonly includes?: Includes;
}

/**
 * Tokens of a version before anything is known of whom it is for: its messages with each variable at its default. Where
 * they cannot be rendered so, because a variable that is needed has none: its templates as they are written.
 */
export function countVersion(countTokens: CountTokens, version: PromptVersionBody): Promise<TokenCount> {
  const { modelProvider: provider, modelName: model } = version;
  return countTokens({ provider, model, messages: messagesByDefault(version) });
}

function messagesByDefault(version: PromptVersionBody): readonly RenderedMessage[] {
  try {
    return renderVersion(version, {});
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return writtenMessages(version);
  }
}

/** The templates as they are written, and behind the first what all of them include, each included prompt once. */
export function writtenMessages({ template, messages, includes }: VersionTexts): readonly RenderedMessage[] {
  const [first, ...others] = messages ?? [{ role: 'system', template } as const];
  const written = new Map<string, string>();
  if (includes) gather(includes, written);
  const text = [first!.template, ...written.values()].join('\n');
  return [{ role: first!.role, text }, ...others.map((message) => ({ role: message.role, text: message.template }))];
}

function gather(includes: Includes, into: Map<string, string>): void {
  for (const { version, template, includes: inner } of Object.values(includes)) {
    into.set(version, template);
    if (inner) gather(inner, into);
  }
}
