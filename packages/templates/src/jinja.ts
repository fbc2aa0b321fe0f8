import { parsed } from './jinja/compiled';
import { namesOf } from './jinja/names';
import type { Surroundings, TemplateAnalysis } from './template-analysis';
import { placesOf } from './template-error';

/** Names, includes and problems of a template, without rendering it. Throws a `TemplateError` when it does not parse. */
export function analyseJinja(template: string, surroundings: Surroundings = {}): TemplateAnalysis {
  const { source, body } = parsed(template);
  const { uses, findings, includes } = namesOf(body, surroundings);
  const placeAt = placesOf(source);
  return {
    names: uses.map(({ path, at, by }) => ({ name: path[0]!, at, certain: true, ...(by !== undefined && { by }) })),
    includes: includes.map(({ reference, mayBeMissing, at }) => ({ reference, mayBeMissing, ...placeAt(at) })),
    problems: findings.map(({ severity, message, at }) => ({ severity, message, ...placeAt(at) })),
  };
}
