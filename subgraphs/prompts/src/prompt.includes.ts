import { DomainError, type Problem } from '@trialogue/errors';
import type { Sql } from '@trialogue/store';
import { headNow, versionsNow } from '@trialogue/subgraph';
import { includesOf, type TemplateInclude } from '@trialogue/templates';
import {
  type IncludedPrompt,
  type Includes,
  type PromptReference,
  type PromptVersionBody,
  promptVersionOf,
  shown,
} from '@trialogue/variant-config';
import { includedPrompt, includeSizeProblems, referenceIn } from './included-prompt';
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
  problems.push(...includeSizeProblems(pinned, [...root, 'template']));
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
  const reference = referenceIn(written, includer);
  if (typeof reference === 'string') return reference;
  const version = await versionNow(sql, reference);
  if (!version) return mayBeMissing ? undefined : `There is no prompt ${shown(written)} to be included.`;
  return includedPrompt(version, written, includer, syntax);
}

/** What a reference names, as the transaction sees it. */
async function versionNow(sql: Sql, reference: PromptReference): Promise<PromptVersionBody | undefined> {
  const heads = await versionsNow(sql, 'prompt', reference.name);
  const found = heads && promptVersionOf(heads, reference);
  return found && headNow<PromptVersionBody>(sql, 'prompt_version', found.reference);
}
