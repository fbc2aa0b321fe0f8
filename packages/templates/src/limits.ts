import type { Budget } from './budget';
import { TemplateError } from './template-error';

/** What one render may use. Whoever exceeds one gets a `TemplateError` of kind `limit`. */
export const limits = {
  /** Bytes of UTF-8. */
  template: 64 * 1024,
  /** Bytes of UTF-8 of all that a template includes. */
  includedBytes: 256 * 1024,
  /** Templates that include each other, one within the other. */
  includeDepth: 8,
  /** Bytes of UTF-8, as JSON. */
  variables: 256 * 1024,
  /** Bytes of UTF-8. */
  output: 256 * 1024,
  /** Calls, operations and turns of loops; more for what looks through a long text or list. */
  steps: 100_000,
  /** Characters and items of all that a Jinja template makes on its way. */
  built: 2 * 1024 * 1024,
  /** Macros, recursive loops and blocks within each other. */
  depth: 60,
  /** Milliseconds of one render. A safety net: `steps` ends almost everything long before. */
  time: 500,
} as const;

export const tookTooLong = `The template took longer than ${limits.time} ms.`;

export type Variables = { readonly [name: string]: unknown };

export function checkSize(what: 'template' | 'output', text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > limits[what]) {
    throw new TemplateError('limit', `The ${what} has ${bytes} bytes; ${limits[what]} are allowed.`);
  }
}

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
  const bytes = Buffer.byteLength(json);
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
