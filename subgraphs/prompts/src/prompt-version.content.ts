import { contentHash } from '@trialogue/canonical-json';
import type { Json } from '@trialogue/plugin-api';
import type { PromptVersionBody } from '@trialogue/variant-config';
import type { PromptVersionInput } from './prompt.input';
import type { PromptVersion } from './prompt-version.entity';

/** What a version says, as plain JSON. */
export type VersionContent = Omit<PromptVersionBody, 'name' | 'number' | 'checksum'>;

export function contentOf(input: PromptVersionInput): VersionContent {
  return {
    description: input.description,
    status: input.status,
    syntax: input.syntax,
    template: input.template,
    variables: input.variables.map(({ name, required, default: value, description }) => ({
      name,
      required,
      ...(value !== undefined && { default: value }),
      ...(description && { description }),
    })),
    modelProvider: input.modelProvider,
    modelName: input.modelName,
    params: input.params ?? {},
    replies: input.replies.map(({ when, reply }) => ({ when: [...when], reply })),
  };
}

/**
 * SHA-256 of what a version does. Descriptions, status and scripted replies stay out, and so does the order of the
 * variables.
 */
export function checksumOf({ syntax, template, variables, modelProvider, modelName, params }: VersionContent): string {
  const byName = variables.map(({ name, required, default: value }): [string, Json] => [
    name,
    { required, ...(value !== undefined && { default: value }) },
  ]);
  return contentHash({ syntax, template, variables: Object.fromEntries(byName), modelProvider, modelName, params });
}

/** Whether a published version does what a content says. */
export const doesTheSame = (content: VersionContent, version: PromptVersion): boolean =>
  checksumOf(content) === version.checksum;

/** The body of the version's release. */
export const bodyOf = (version: PromptVersion): PromptVersionBody => ({
  name: version.promptName,
  number: version.number,
  description: version.description,
  status: version.status,
  syntax: version.syntax,
  template: version.template,
  variables: version.variables,
  modelProvider: version.modelProvider,
  modelName: version.modelName,
  params: version.params,
  replies: version.replies,
  checksum: version.checksum,
});
