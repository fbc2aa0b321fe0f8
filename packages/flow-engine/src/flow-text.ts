import { DomainError } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { checkTemplate, pathsOf, renderTemplate, TemplateError } from '@trialogue/templates';
import { suggestion } from '@trialogue/variant-config';
import type { FlowSurroundings } from './flow-state';
import { limits } from './limits';

/** What a text of a flow sees. */
export interface TextScope extends FlowSurroundings {
  readonly slots: JsonObject;
  /** Why a value was refused; only where one is answered. */
  readonly problem?: string;
  /** What came; only where something did. */
  readonly result?: Json;
}

/** What Jinja would change; a text without it is itself. */
const marked = /[{\r]/;

/**
 * A text of a state, rendered and without white space around it.
 *
 * @throws DomainError FLOW_TEXT_FAILED for a value that the text uses and nobody gave, and for a text that is too long
 */
export function renderText(state: string, template: string, scope: TextScope): string {
  let text = template;
  try {
    if (marked.test(template)) text = renderTemplate({ syntax: 'JINJA', template, variables: { ...scope } });
    text = text.trim();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new DomainError('FLOW_TEXT_FAILED', { state, problem: error.message }, { cause: error });
  }
  if (text.length <= limits.said) return text;
  const problem = `It has ${text.length} characters; ${limits.said} are allowed.`;
  throw new DomainError('FLOW_TEXT_FAILED', { state, problem });
}

/**
 * Why a template cannot be a text of a flow: each in a sentence for its author.
 *
 * @param sees what is there for it beside slots, variables and attributes
 */
export function textProblems(template: string, slots: readonly string[], sees: readonly string[]): string[] {
  const declared = ['slots', 'variables', 'attributes', ...sees];
  const variables = declared.map((name) => ({ name, required: true }));
  const problems = checkTemplate({ syntax: 'JINJA', template, variables, includes: {} })
    .filter(({ severity }) => severity === 'error')
    .map(({ message, line, column }) => `line ${line ?? 1}, column ${column ?? 1}: ${message}`);
  if (problems.length > 0) return problems;
  const read = pathsOf(template).flatMap(([root, slot]) => (root === 'slots' && slot !== undefined ? [slot] : []));
  const unknown = [...new Set(read)].filter((slot) => !slots.includes(slot));
  return unknown.map((slot) => `there is no slot ${slot}${suggestion(slot, slots)}`);
}
