import { analyseJinja } from './jinja';
import { parsed } from './jinja/compiled';
import { namesOf } from './jinja/names';
import { analyseMustache } from './mustache/analyse';
import type { Template } from './render-template';
import type { Surroundings, TemplateAnalysis, TemplateInclude } from './template-analysis';

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
