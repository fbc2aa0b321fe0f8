import type { Problem } from '@trialogue/errors';
import { checkIncludes, TemplateError } from '@trialogue/templates';
import {
  type IncludedPrompt,
  type Includes,
  type PromptReference,
  type PromptVersionBody,
  parsePromptReference,
  shown,
} from '@trialogue/variant-config';

/** What an include names, or why it names nothing that the prompt may include. */
export function referenceIn(written: string, includer: string): PromptReference | string {
  const reference = parsePromptReference(written);
  if (!reference) return `${shown(written)} names no prompt: it is \`name\`, \`name@label\` or \`name@number\`.`;
  return reference.name === includer ? `The prompt ${includer} includes itself.` : reference;
}

/** The version that an include means, as it is kept, or why it cannot be included. */
export function includedPrompt(
  version: PromptVersionBody,
  written: string,
  includer: string,
  syntax: PromptVersionBody['syntax'],
): IncludedPrompt | string {
  const id = `${version.name}@${version.number}`;
  if (version.status === 'ARCHIVED') return `${shown(written)} is ${id}, which is archived.`;
  if (version.messages) return `${shown(written)} is ${id}, a chat: only a text can be included.`;
  if (version.syntax !== syntax) return `${shown(written)} is ${id} in ${version.syntax}, not in ${syntax}.`;
  const way = wayTo(includer, version.includes ?? {});
  if (way) return includesItself(includer, [id, ...way]);
  return { version: id, template: version.template, ...(version.includes && { includes: version.includes }) };
}

export const includesItself = (name: string, way: readonly string[]): string =>
  `The prompt ${name} includes itself: ${[name, ...way].join(' → ')}.`;

/** The versions through which one of the prompt is reached, itself at the end. */
function wayTo(name: string, includes: Includes): readonly string[] | undefined {
  for (const { version, includes: inner = {} } of Object.values(includes)) {
    if (parsePromptReference(version)?.name === name) return [version];
    const way = wayTo(name, inner);
    if (way) return [version, ...way];
  }
  return undefined;
}

/** Includes that are too deep in each other, or too large together. */
export function includeSizeProblems(includes: Includes, path: Problem['path']): Problem[] {
  try {
    checkIncludes(includes);
    return [];
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [{ path, message: error.message }];
  }
}
