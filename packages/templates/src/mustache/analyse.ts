import type { TemplateAnalysis, TemplateInclude, TemplateName } from '../template-analysis';
import type { Tag } from './parse';
import { parsedMustache } from './parsed';

/**
 * Names and includes of a template, without rendering it. Names inside a section may belong to the section's items: they
 * are not certain to be variables. Throws a `TemplateError` when it does not parse.
 */
export function analyseMustache(template: string): TemplateAnalysis {
  const { tags, placeAt } = parsedMustache(template);
  const names: TemplateName[] = [];
  const includes: TemplateInclude[] = [];
  const visit = (tag: Tag, certain: boolean) => {
    if (tag.type === 'text') return;
    if (tag.type === 'partial') {
      includes.push({ reference: tag.name, mayBeMissing: false, ...placeAt(tag.at) });
      return;
    }
    const [name] = tag.path;
    if (name !== undefined) names.push({ name, at: tag.at, certain });
    if (tag.type !== 'value') for (const child of tag.children) visit(child, certain && tag.type !== 'section');
  };
  for (const tag of tags) visit(tag, true);
  return { names, includes, problems: [] };
}
