import { DomainError, type Problem } from '@trialogue/errors';
import type { Sql } from '@trialogue/store';
import { headNow, versionsNow } from '@trialogue/subgraph';
import { checkIncludes, includesOf, TemplateError, type TemplateInclude } from '@trialogue/templates';
import {
  type IncludedPrompt,
  type Includes,
  type PromptReference,
  type PromptVersionBody,
  parsePromptReference,
  promptVersionOf,
  shown,
} from '@trialogue/variant-config';
import { sentenceOf, type Templates, templatesOf } from './prompt-version.check';

/**
 * What the templates of a version that is to be published include, as the transaction of `sql` sees it: what the same
 * transaction has published counts, and so do releases that a dry run assumes. Undefined: nothing.
 *
 * @param name of the prompt, which may not be in what it includes
 * @param root where the version is in what was sent
 * @throws DomainError TEMPLATE_INVALID, with every include that cannot be
 */
export async function pinIncludes(
  sql: Sql,
  name: string,
  version: Templates,
  root: Problem['path'],
): Promise<Includes | undefined> {
  const pinned: Record<string, IncludedPrompt> = {};
  const problems: Problem[] = [];
  for (const { syntax, template, path } of templatesOf(version))
    for (const include of includesOf({ syntax, template })) {
      if (Object.hasOwn(pinned, include.reference)) continue;
      const found = await included(sql, name, syntax, include);
      if (typeof found === 'string')
        problems.push({
          path: [...root, ...path],
          message: sentenceOf({ ...include, severity: 'error', message: found }),
        });
      else if (found) pinned[include.reference] = found;
    }
  problems.push(...sizeProblems(pinned, [...root, 'template']));
  if (problems[0]) throw new DomainError('TEMPLATE_INVALID', { problem: problems[0].message }, { problems });
  return Object.keys(pinned).length > 0 ? pinned : undefined;
}

/** The version that an include means, or why it cannot be; undefined for one that is missing and may be. */
async function included(
  sql: Sql,
  includer: string,
  syntax: Templates['syntax'],
  { reference: written, mayBeMissing }: TemplateInclude,
): Promise<IncludedPrompt | string | undefined> {
  const reference = parsePromptReference(written);
  if (!reference) return `${shown(written)} names no prompt: it is \`name\`, \`name@label\` or \`name@number\`.`;
  if (reference.name === includer) return `The prompt ${includer} includes itself.`;
  const version = await versionNow(sql, reference);
  if (!version) return mayBeMissing ? undefined : `There is no prompt ${shown(written)} to be included.`;
  const id = `${version.name}@${version.number}`;
  if (version.status === 'ARCHIVED') return `${shown(written)} is ${id}, which is archived.`;
  if (version.messages) return `${shown(written)} is ${id}, a chat: only a text can be included.`;
  if (version.syntax !== syntax) return `${shown(written)} is ${id} in ${version.syntax}, not in ${syntax}.`;
  const way = wayTo(includer, version.includes ?? {});
  if (way) return `The prompt ${includer} includes itself: ${[includer, id, ...way].join(' → ')}.`;
  return { version: id, template: version.template, ...(version.includes && { includes: version.includes }) };
}

/** The versions through which one of the prompt is reached, itself at the end. */
function wayTo(name: string, includes: Includes): readonly string[] | undefined {
  for (const { version, includes: inner = {} } of Object.values(includes)) {
    if (parsePromptReference(version)?.name === name) return [version];
    const way = wayTo(name, inner);
    if (way) return [version, ...way];
  }
  return undefined;
}

function sizeProblems(includes: Includes, path: Problem['path']): Problem[] {
  try {
    checkIncludes(includes);
    return [];
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [{ path, message: error.message }];
  }
}

/** What a reference names, as the transaction sees it. */
async function versionNow(sql: Sql, reference: PromptReference): Promise<PromptVersionBody | undefined> {
  const heads = await versionsNow(sql, 'prompt', reference.name);
  const found = heads && promptVersionOf(heads, reference);
  return found && headNow<PromptVersionBody>(sql, 'prompt_version', found.reference);
}
