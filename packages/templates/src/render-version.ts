import { DomainError } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { renderTemplate } from './template';
import { TemplateError } from './template-error';

type Version = Pick<PromptVersionBody, 'name' | 'number' | 'syntax' | 'template' | 'variables'>;

/**
 * The declared variables' defaults under what was given. Throws PROMPT_VARIABLE_MISSING.
 *
 * @param later names of variables that will be given when the version is rendered, and need not be given now
 */
export function completeVariables(version: Version, given: JsonObject, later: readonly string[] = []): JsonObject {
  const complete: Record<string, JsonObject[string]> = {};
  for (const { name, required, default: fallback } of version.variables) {
    if (fallback !== undefined) complete[name] = fallback;
    else if (required && given[name] === undefined && !later.includes(name)) throw missing(version, name);
  }
  return { ...complete, ...given };
}

/** The text of a prompt version. Throws PROMPT_VARIABLE_MISSING or TEMPLATE_INVALID. */
export function renderVersion(version: Version, given: JsonObject): string {
  const variables = completeVariables(version, given);
  try {
    return renderTemplate({ syntax: version.syntax, template: version.template, variables });
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    if (cause.kind === 'missing-variable') throw missing(version, cause.variable ?? '(unnamed)', cause);
    throw new DomainError(
      'TEMPLATE_INVALID',
      { problem: cause.line ? `line ${cause.line}: ${cause.message}` : cause.message },
      { cause },
    );
  }
}

const missing = ({ name, number }: Version, variable: string, cause?: unknown) =>
  new DomainError('PROMPT_VARIABLE_MISSING', { prompt: `${name}@${number}`, variable }, { cause });
