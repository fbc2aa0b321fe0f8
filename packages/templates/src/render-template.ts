import type { Includes } from '@trialogue/variant-config';
import { Budget } from './budget';
import { byteLength } from './byte-length';
import { checkIncludes } from './includes';
import { renderJinja } from './jinja/render';
import { limits, type Variables } from './limits';
import { renderMustache } from './mustache/render';
import { TemplateError } from './template-error';

export interface Template {
  readonly syntax: 'JINJA' | 'MUSTACHE';
  readonly template: string;
}

export interface RenderInput {
  readonly variables: Variables;
  /** What the template includes, by its references as they are written. */
  readonly includes?: Includes;
}

/**
 * The template's text with these variables, without HTML escaping. A variable's value is never read as a template.
 * Throws a `TemplateError`, among others for each value that is used and not given.
 */
export function renderTemplate({ template, ...input }: Template & RenderInput): string {
  return rendererOf(input)(template);
}

/**
 * The same for several templates, one after the other, each with the variables as they were given; the limits are those
 * of one render.
 */
export function rendererOf(input: Pick<Template, 'syntax'> & RenderInput): (template: string) => string {
  const { syntax, variables, includes = {} } = input;
  checkIncludes(includes);
  const budget = new Budget();
  const render = syntax === 'JINJA' ? renderJinja : renderMustache;
  let bytes = 0;
  return (template) => {
    const text = render(template, variables, includes, budget);
    bytes += byteLength(text);
    if (bytes <= limits.output) return text;
    throw new TemplateError('limit', `The messages have ${bytes} bytes; ${limits.output} are allowed.`);
  };
}
