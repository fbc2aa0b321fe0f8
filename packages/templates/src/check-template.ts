import type { Includes } from '@trialogue/variant-config';
import { analyse } from './analyse';
import type { Declared } from './declared';
import type { Template } from './render-template';
import type { TemplateName, TemplateProblem } from './template-analysis';
import { placesOf, TemplateError } from './template-error';

export interface CheckInput {
  readonly variables: readonly Declared[];
  /** What the template includes; undefined: that is not known yet, and is passed over. */
  readonly includes?: Includes;
}

/**
 * What an author should know before a template is published, without rendering it. Errors are what makes renders fail:
 * of syntax, names of filters, tests, functions and prompts that are not there, variables that are not declared. Warnings
 * are what may: a value that may be missing where it is used. A declared variable that is not used is a warning.
 */
export function checkTemplate(input: Template & CheckInput): TemplateProblem[] {
  const { problems, undeclared, used } = checkUses(input);
  return [...problems, ...undeclared, ...(used ? unusedProblems(input.variables, used) : [])];
}

export interface CheckedUses {
  readonly problems: readonly TemplateProblem[];
  /** Variables that are used and not declared. */
  readonly undeclared: readonly TemplateProblem[];
  /** Names of all that are used; undefined when the template does not parse. */
  readonly used?: ReadonlySet<string>;
}

/** The same without the variables that are not used. */
export function checkUses(input: Template & CheckInput): CheckedUses {
  try {
    const { names, problems } = analyse(input, input);
    const used = new Set(names.map(({ name }) => name));
    return { problems, undeclared: undeclaredProblems(input, names), used };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { message, line, column } = error;
    return { problems: [{ severity: 'error', message, line, column }], undeclared: [] };
  }
}

function undeclaredProblems(
  { template, variables }: Template & CheckInput,
  names: readonly TemplateName[],
): TemplateProblem[] {
  const declared = new Set(variables.map(({ name }) => name));
  const placeAt = placesOf(template);
  const first = new Map<string, TemplateName>();
  for (const use of names) if (use.certain && !declared.has(use.name) && !first.has(use.name)) first.set(use.name, use);
  return [...first.values()].map(({ name, at, by }) => ({
    severity: 'error',
    message: `The variable ${name} is used ${by === undefined ? '' : `by ${by} `}and not declared.`,
    ...placeAt(at),
  }));
}

export const unusedProblems = (variables: readonly Declared[], used: ReadonlySet<string>): TemplateProblem[] =>
  variables.flatMap(({ name }) =>
    used.has(name) ? [] : [{ severity: 'warning', message: `The variable ${name} is declared and not used.` }],
  );
