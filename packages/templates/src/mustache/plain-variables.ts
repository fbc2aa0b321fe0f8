import type { Budget } from '../budget';
import { byteLength } from '../byte-length';
import { limits, type Variables } from '../limits';
import { TemplateError } from '../template-error';

/**
 * The variables as plain JSON of their own: no functions, getters or prototypes of the caller's reach an engine.
 * Members that JSON leaves out (undefined, functions) count as not given.
 */
export function plainVariables(variables: Variables, budget: Budget): Variables {
  let json: string;
  try {
    json = JSON.stringify(variables);
  } catch {
    throw new TemplateError('limit', 'The variables are no JSON, or nested too deeply.');
  }
  const bytes = byteLength(json);
  if (bytes > limits.variables) {
    throw new TemplateError('limit', `The variables have ${bytes} bytes as JSON; ${limits.variables} are allowed.`);
  }
  budget.spend(bytes / 4);
  return JSON.parse(json);
}

/** Whether a path of own members leads to a value; inherited ones such as `constructor` do not count. */
export function has(variables: unknown, path: readonly string[]): boolean {
  let value = variables;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false;
    value = (value as Variables)[name];
  }
  return true;
}
