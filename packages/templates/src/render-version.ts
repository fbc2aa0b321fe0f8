import { DomainError, type Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { renderTemplates } from './template';
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
 * PROMPT_VARIABLE_MISSING, PROMPT_VARIABLE_INVALID or TEMPLATE_INVALID.
 */
export function renderVersion(version: Version, given: JsonObject): RenderedMessage[] {
  const variables = completeVariables(version, given);
  const { syntax, template, messages = [{ role: 'system', template }] as const, includes } = version;
  try {
    const templates = messages.map((message) => message.template);
    const texts = renderTemplates({ syntax, templates, variables, includes });
    return messages.map(({ role }, index) => ({ role, text: texts[index]! }));
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    if (cause.kind === 'missing-variable') throw missing(version, cause.variable ?? '(unnamed)', cause);
    throw new DomainError('TEMPLATE_INVALID', { problem: problemOf(cause) }, { cause });
  }
}

function problemOf({ message, line, template }: TemplateError): string {
  if (line === undefined) return message;
  return template === undefined ? `line ${line}: ${message}` : `line ${line} of ${template}: ${message}`;
}

const missing = ({ name, number }: Version, variable: string, cause?: unknown) =>
  new DomainError('PROMPT_VARIABLE_MISSING', { prompt: `${name}@${number}`, variable }, { cause });

function invalid({ name, number }: Version, { path, message }: Problem): DomainError {
  const variable = path.join('.');
  const problems = [{ path: ['variables', ...path], message }];
  return new DomainError(
    'PROMPT_VARIABLE_INVALID',
    { prompt: `${name}@${number}`, variable, problem: message.endsWith('?') ? message : `${message}.` },
    { problems },
  );
}
