import { DomainError, type ErrorDetail, type Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { rendererOf } from './render-template';
import { TemplateError } from './template-error';
import { valueProblem } from './value-problem';

export type Version = Pick<
  PromptVersionBody,
  'name' | 'number' | 'syntax' | 'template' | 'messages' | 'includes' | 'variables'
>;

export interface RenderedMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

/**
 * The declared variables' defaults under what was given. Throws PROMPT_VARIABLE_MISSING, and PROMPT_VARIABLE_INVALID for
 * a value that its schema refuses.
 *
 * @param later names of variables that will be given when the version is rendered, and need not be given now
 */
export function completeVariables(version: Version, given: JsonObject, later: readonly string[] = []): JsonObject {
  const defaults = version.variables.flatMap(({ name, required, default: fallback }) => {
    if (fallback !== undefined) return [[name, fallback] as const];
    if (required && given[name] === undefined && !later.includes(name)) throw missing(version, name);
    return [];
  });
  const complete = { ...Object.fromEntries(defaults), ...given };
  const problem = valueProblem(version.variables, complete);
  if (problem) throw invalid(version, problem);
  return complete;
}

/**
 * The messages of a prompt version, in order: those of a chat, or its one text as the system's. Throws
 * PROMPT_VARIABLE_MISSING, PROMPT_VARIABLE_INVALID or TEMPLATE_INVALID, with the path, line and column in its problems.
 */
export function renderVersion(version: Version, given: JsonObject): RenderedMessage[] {
  const variables = completeVariables(version, given);
  const { syntax, template, messages, includes } = version;
  try {
    const render = rendererOf({ syntax, variables, includes });
    if (!messages) return [{ role: 'system', text: render(template) }];
    return messages.map(({ role, template: written }, index) => {
      try {
        return { role, text: render(written) };
      } catch (cause) {
        throw failureOf(version, cause, ['messages', index, 'template']);
      }
    });
  } catch (cause) {
    throw failureOf(version, cause, ['template']);
  }
}

/** What a caller is told; anything that is none of a template's errors is passed on as it is. */
function failureOf(version: Version, cause: unknown, path: Problem['path']): unknown {
  if (!(cause instanceof TemplateError)) return cause;
  const { kind, message, line, column, template, variable = '(unnamed)' } = cause;
  const where = template === undefined ? `line ${line}` : `line ${line} of ${template}`;
  const problem = line === undefined ? message : `${where}: ${message}`;
  const problems = [{ path, message: problem, ...(line !== undefined && { line, column }) }];
  return kind === 'missing-variable'
    ? missing(version, variable, { problems, cause })
    : new DomainError('TEMPLATE_INVALID', { problem }, { problems, cause });
}

const missing = ({ name, number }: Version, variable: string, detail: ErrorDetail = {}) =>
  new DomainError('PROMPT_VARIABLE_MISSING', { prompt: `${name}@${number}`, variable }, detail);

function invalid({ name, number }: Version, { path, message }: Problem): DomainError {
  const variable = path.join('.');
  const problem = message.endsWith('?') ? message : `${message}.`;
  const problems = [{ path: ['variables', ...path], message }];
  return new DomainError('PROMPT_VARIABLE_INVALID', { prompt: `${name}@${number}`, variable, problem }, { problems });
}
