import type { Includes } from '@trialogue/variant-config';
import { ListedIncludes } from './listed-includes';
import type { ApplyPromptInput, PromptVersionInput } from './prompt.input';
import { contentProblems, entryProblems, templateErrors, templateProblems } from './prompt-version.check';
import { contentOf } from './prompt-version.content';

/**
 * What publishing would say of a version by itself, without a database: what it would refuse, and what is advice.
 *
 * @param includes what it includes; undefined: that is not known, and is passed over
 */
export function publishingProblems(input: PromptVersionInput, includes?: Includes) {
  const content = contentOf(input);
  const errors = [...contentProblems(content), ...templateErrors(content)];
  return { errors, advice: errors.length > 0 ? [] : templateProblems({ ...content, ...(includes && { includes }) }) };
}

export { type ApplyPromptInput, entryProblems, ListedIncludes };
