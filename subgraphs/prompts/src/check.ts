import type { PromptVersionInput } from './prompt.input';
import { contentProblems, templateErrors, templateProblems } from './prompt-version.check';
import { contentOf } from './prompt-version.content';

/** What publishing would say of a version by itself, without a database: what it would refuse, and what is advice. */
export function publishingProblems(input: PromptVersionInput) {
  const content = contentOf(input);
  const errors = [...contentProblems(content), ...templateErrors(content)];
  return { errors, advice: errors.length > 0 ? [] : templateProblems(content) };
}

export type { PromptVersionInput };
