import { parsed } from './jinja/compiled';
import { namesOf } from './jinja/names';
import type { TemplateAnalysis, TemplateProblem } from './template-analysis';
import { placesOf } from './template-error';

/** Names, includes and problems of a template, without rendering it. Throws a `TemplateError` when it does not parse. */
export function analyseJinja(template: string): TemplateAnalysis {
  const { source, body } = parsed(template);
  const { uses, unknown, includes } = namesOf(body);
  const placeAt = placesOf(source);
  return {
    names: uses.map(({ path, at }) => ({ name: path[0]!, at, certain: true })),
    includes: includes.map(({ reference, mayBeMissing, at }) => ({ reference, mayBeMissing, ...placeAt(at) })),
    problems: unknown.map(
      ({ kind, name, at }): TemplateProblem => ({
        severity: 'error',
        message: `There is no ${kind} ${name}.`,
        ...placeAt(at),
      }),
    ),
  };
}
