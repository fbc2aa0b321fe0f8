import { namesOf } from './jinja/names';
import { parsed } from './jinja/render';
import type { TemplateAnalysis, TemplateProblem } from './template-analysis';
import { placesOf } from './template-error';

/** Names and problems of a template, without rendering it. Throws a `TemplateError` when it does not parse. */
export function analyseJinja(template: string): TemplateAnalysis {
  const { source, body } = parsed(template);
  const { uses, unknown } = namesOf(body);
  const placeAt = placesOf(source);
  return {
    names: uses.map(({ path, at }) => ({ name: path[0]!, at, certain: true })),
    problems: unknown.map(({ kind, name, at }): TemplateProblem => {
      const message =
        kind === 'template' ? `Other templates cannot be used here (${name}).` : `There is no ${kind} ${name}.`;
      return { severity: 'error', message, ...placeAt(at) };
    }),
  };
}
