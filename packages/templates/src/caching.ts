import type { Includes, PromptVersionBody } from '@trialogue/variant-config';
import { piecesOfJinja } from './caching/jinja-pieces';
import { piecesOfMustache } from './caching/mustache-pieces';
import { Pieces } from './caching/pieces';
import type { TemplateProblem } from './template-analysis';
import { TemplateError } from './template-error';

type Version = Pick<PromptVersionBody, 'syntax' | 'template'> & {
  readonly messages?: readonly { readonly template: string }[];
  readonly includes?: Includes;
};

/** A problem of one of a version's messages. */
export interface MessageProblem extends TemplateProblem {
  /** Of the message, from 0; 0 for a text prompt. */
  readonly index: number;
}

/**
 * Characters that are worth being moved: about 512 tokens, the shortest beginning that a provider caches
 * (https://platform.claude.com/docs/en/build-with-claude/prompt-caching, Claude Opus 5; OpenAI begins at 1024).
 */
const worthMoving = 2_000;

/**
 * Variables that stand ahead of long text that is the same in every request. Providers cache what a request begins with,
 * up to where it first differs from another, so that such text is paid for in full each time. Texts under a condition or in
 * a loop over a variable differ with it. At most one problem, where the first such variable is; none for a template that
 * does not parse.
 */
export function lintCaching({ syntax, template, messages, includes = {} }: Version): MessageProblem[] {
  const pieces = new Pieces();
  try {
    for (const [index, message] of (messages ?? [{ template }]).entries()) {
      pieces.message = index;
      const read = syntax === 'JINJA' ? piecesOfJinja : piecesOfMustache;
      read(message.template, includes, pieces);
    }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [];
  }
  const early = pieces.uses.filter(({ before }) => pieces.fixed - before >= worthMoving);
  const [first] = early;
  if (!first) return [];
  const names = [...new Set(early.map(({ name }) => name))];
  const { index, line, column, through, before } = first;
  const where = through === undefined ? '' : ` (by way of ${through})`;
  const who =
    names.length === 1
      ? `The variable ${names[0]} stands`
      : `The variables ${names.slice(0, -1).join(', ')} and ${names.at(-1)} stand`;
  return [
    {
      severity: 'warning',
      message: `${who} ahead of ${pieces.fixed - before} characters that never change${where}: providers cache a prompt up to where it first differs, so put what never changes first.`,
      ...{ index, line, column },
    },
  ];
}
