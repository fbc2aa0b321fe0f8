import type { Includes } from '@trialogue/variant-config';
import { Budget } from './budget';
import { checkIncludes } from './includes';
import { analyseJinja } from './jinja';
import { parsed } from './jinja/compiled';
import { namesOf } from './jinja/names';
import { renderJinja } from './jinja/render';
import { limits, type Variables } from './limits';
import { analyseMustache } from './mustache/analyse';
import { renderMustache } from './mustache/render';
import type { Surroundings, TemplateAnalysis, TemplateInclude } from './template-analysis';
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
export function renderTemplate({ syntax, template, ...input }: Template & RenderInput): string {
  return renderTemplates({ syntax, templates: [template], ...input })[0]!;
}

/** The same for several templates, each with the variables as they were given; the limits are those of one render. */
export function renderTemplates(
  input: Pick<Template, 'syntax'> & RenderInput & { readonly templates: readonly string[] },
): string[] {
  const { syntax, templates, variables, includes = {} } = input;
  checkIncludes(includes);
  const budget = new Budget();
  const render = syntax === 'JINJA' ? renderJinja : renderMustache;
  let bytes = 0;
  return templates.map((template) => {
    const text = render(template, variables, includes, budget);
    bytes += Buffer.byteLength(text);
    if (bytes > limits.output)
      throw new TemplateError('limit', `The messages have ${bytes} bytes; ${limits.output} are allowed.`);
    return text;
  });
}

/**
 * The names that a template reads from its variables, in the order of their first use, those behind `is defined` or
 * `default` included. Names inside a Mustache section are left out, for they may belong to the section's items.
 * Throws a `TemplateError` when the template does not parse.
 */
export function variablesOf(template: Template): string[] {
  const { names } = analyse(template);
  return [...new Set(names.flatMap(({ name, certain }) => (certain ? [name] : [])))];
}

/** Where a template includes others. Throws a `TemplateError` when it does not parse. */
export function includesOf(template: Template): readonly TemplateInclude[] {
  return analyse(template).includes;
}

/**
 * Every path of a Jinja template that leads to a given value, such as `["user", "city"]`, in the order of use and as far
 * as it is written with dots. Throws a `TemplateError` when the template does not parse.
 */
export function pathsOf(template: string): (readonly string[])[] {
  return namesOf(parsed(template).body).uses.map(({ path }) => path);
}

/** All that can be said of a template without rendering it. Throws a `TemplateError` when it does not parse. */
export const analyse = ({ syntax, template }: Template, surroundings: Surroundings = {}): TemplateAnalysis =>
  syntax === 'JINJA' ? analyseJinja(template, surroundings) : analyseMustache(template, surroundings);
