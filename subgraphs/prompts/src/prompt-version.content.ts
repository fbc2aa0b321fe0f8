import { contentHash } from '@trialogue/canonical-json';
import type { Json } from '@trialogue/plugin-api';
import type { Includes, PromptMessage, PromptVersionBody } from '@trialogue/variant-config';
import type { PromptVersionInput } from './prompt.input';
import type { PromptVersion } from './prompt-version.entity';

/** What a version says, as plain JSON; what its templates include is found when it is published. */
export type VersionContent = Omit<PromptVersionBody, 'name' | 'number' | 'checksum' | 'includes'>;

export function contentOf(input: PromptVersionInput): VersionContent {
  const messages = input.messages?.map(({ role, template }) => ({ role, template }) as PromptMessage);
  return {
    description: input.description,
    status: input.status,
    syntax: input.syntax,
    template: input.template ?? messages?.map(({ template }) => template).join('\n\n') ?? '',
    ...(messages && { messages }),
    ...(input.responseSchema && { responseSchema: input.responseSchema }),
    variables: input.variables.map(({ name, required, default: value, description, schema }) => ({
      name,
      required,
      ...(value !== undefined && { default: value }),
      ...(description && { description }),
      ...(schema && { schema }),
    })),
    modelProvider: input.modelProvider,
    modelName: input.modelName,
    params: input.params ?? {},
    replies: input.replies.map(({ when, calls, reply }) => ({
      when: [...when],
      ...(calls && { calls: calls.map(({ tool, arguments: given }) => ({ tool, arguments: given ?? {} })) }),
      reply,
    })),
  };
}

/**
 * SHA-256 of what a version does. Descriptions, status and scripted replies stay out, and so does the order of the
 * variables. What is absent is left out, so that no checksum changes with what versions can say.
 */
export function checksumOf(content: VersionContent, includes?: Includes): string {
  const { syntax, template, messages, responseSchema, variables, modelProvider, modelName, params } = content;
  const byName = variables.map(({ name, required, default: value, schema }): [string, Json] => [
    name,
    { required, ...(value !== undefined && { default: value }), ...(schema && { schema }) },
  ]);
  return contentHash({
    ...{ syntax, template, messages, responseSchema, includes, modelProvider, modelName, params },
    variables: Object.fromEntries(byName),
  });
}

/** Whether a published version does what a content says; what it includes stays as it was when it was published. */
export const doesTheSame = (content: VersionContent, version: PromptVersion): boolean =>
  checksumOf(content, version.pinned ?? undefined) === version.checksum;

/** The body of the version's release. */
export const bodyOf = (version: PromptVersion): PromptVersionBody => ({
  name: version.promptName,
  number: version.number,
  description: version.description,
  status: version.status,
  syntax: version.syntax,
  template: version.template,
  ...(version.chat && { messages: version.chat }),
  ...(version.responseSchema && { responseSchema: version.responseSchema }),
  ...(version.pinned && { includes: version.pinned }),
  variables: version.variables,
  modelProvider: version.modelProvider,
  modelName: version.modelName,
  params: version.params,
  replies: version.replies,
  checksum: version.checksum,
});

/** The columns that hold what a version says. */
export function columnsOf({ messages, responseSchema, ...content }: VersionContent): Partial<PromptVersion> {
  return {
    ...(content as object),
    chat: messages?.map((one) => ({ ...one })) ?? null,
    responseSchema: responseSchema ?? null,
  };
}
