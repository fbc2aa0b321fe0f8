import type { Problem } from '@trialogue/errors';
import { byteLength } from './byte-length';
import { checkUses, unusedProblems } from './check-template';
import { limits } from './limits';
import type { Version } from './render-version';
import type { TemplateProblem } from './template-analysis';

/** A problem with the place in a version that it is about. */
export type VersionProblem = TemplateProblem & Pick<Problem, 'path'>;

/**
 * What an author should know of a prompt version's templates. A variable that is used and not declared is a warning here,
 * for it can be given all the same. Problems of included prompts are where they are included.
 */
export function checkVersion(version: Omit<Version, 'name' | 'number'>): VersionProblem[] {
  const { syntax, template, messages, variables, includes } = version;
  const parts = messages
    ? messages.map((message, index) => ({ template: message.template, path: ['messages', index, 'template'] }))
    : [{ template, path: ['template'] }];
  const bytes = parts.reduce((sum, part) => sum + byteLength(part.template), 0);
  if (bytes > limits.chat) {
    const message = `The messages have ${bytes} bytes together; ${limits.chat} are allowed.`;
    return [{ severity: 'error', message, path: ['messages'] }];
  }
  const used = new Set<string>();
  let isComplete = true;
  const problems = parts.flatMap(({ template, path }): VersionProblem[] => {
    const found = checkUses({ syntax, template, variables, includes });
    if (found.used) for (const name of found.used) used.add(name);
    else isComplete = false;
    const undeclared = found.undeclared.map((problem) => ({ ...problem, severity: 'warning' as const }));
    return [...found.problems, ...undeclared].map((problem) => ({ ...problem, path }));
  });
  const unused = isComplete ? unusedProblems(variables, used) : [];
  return [...problems, ...unused.map((problem) => ({ ...problem, path: ['variables'] }))];
}
