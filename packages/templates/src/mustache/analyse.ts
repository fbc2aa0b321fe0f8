import type { IncludedPrompt, Includes } from '@trialogue/variant-config';
import { type Declared, mayBeMissing } from '../declared';
import type {
  Surroundings,
  TemplateAnalysis,
  TemplateInclude,
  TemplateName,
  TemplateProblem,
} from '../template-analysis';
import { type Place, TemplateError } from '../template-error';
import type { Tag } from './parse';
import { parsedMustache } from './parsed';

/**
 * Names, includes and problems of a template, without rendering it. Names inside a section may belong to the section's
 * items: they are not certain to be variables. Throws a `TemplateError` when it does not parse.
 */
export function analyseMustache(template: string, { variables = [], includes }: Surroundings = {}): TemplateAnalysis {
  const { tags, placeAt } = parsedMustache(template);
  const reader = new Reader(new Map(variables.map((variable) => [variable.name, variable])), placeAt);
  reader.all(tags, { isCertain: true, asked: new Set(), pinned: includes });
  return reader;
}

/** Where a tag stands. */
interface Surrounding {
  readonly isCertain: boolean;
  /** Names of the sections around it. */
  readonly asked: ReadonlySet<string>;
  readonly pinned: Includes | undefined;
  readonly by?: { readonly reference: string; readonly at: number };
}

class Reader implements TemplateAnalysis {
  readonly names: TemplateName[] = [];
  readonly includes: TemplateInclude[] = [];
  readonly problems: TemplateProblem[] = [];
  private readonly read = new Set<IncludedPrompt>();
  private readonly said = new Set<string>();

  constructor(
    private readonly variables: ReadonlyMap<string, Declared>,
    private readonly placeAt: (offset: number) => Place,
  ) {}

  all(tags: readonly Tag[], surrounding: Surrounding): void {
    for (const tag of tags) this.one(tag, surrounding);
  }

  private one(tag: Tag, surrounding: Surrounding): void {
    if (tag.type === 'text') return;
    if (tag.type === 'partial') {
      this.partial(tag.name, tag.at, surrounding);
      return;
    }
    const [name] = tag.path;
    const { isCertain, by, asked } = surrounding;
    const at = by?.at ?? tag.at;
    if (name !== undefined) this.names.push({ name, at, certain: isCertain, ...(by && { by: by.reference }) });
    if (tag.type === 'value') {
      if (name !== undefined && isCertain && !asked.has(name)) this.value(name, at, by?.reference);
      return;
    }
    const isSection = tag.type === 'section';
    const known = isSection && name !== undefined && tag.path.length === 1 ? new Set([...asked, name]) : asked;
    this.all(tag.children, { ...surrounding, isCertain: isCertain && !isSection, asked: known });
  }

  private value(name: string, at: number, by: string | undefined): void {
    const declared = this.variables.get(name);
    if (!declared || !mayBeMissing(declared) || this.said.has(name)) return;
    this.said.add(name);
    const where = by === undefined ? '' : ` in ${by}`;
    const message = `${name} may be missing${where}: it is not required and has no default.`;
    this.problems.push({ severity: 'warning', message, ...this.placeAt(at) });
  }

  private partial(reference: string, at: number, surrounding: Surrounding): void {
    const { pinned, by = { reference, at } } = surrounding;
    if (!surrounding.by) this.includes.push({ reference, mayBeMissing: false, ...this.placeAt(at) });
    if (!pinned) return;
    const found = Object.hasOwn(pinned, reference) ? pinned[reference] : undefined;
    const refuse = (message: string) => {
      this.problems.push({ severity: 'error', message, ...this.placeAt(by.at) });
    };
    if (!found) refuse(`There is no prompt ${reference} to be included.`);
    if (!found || this.read.has(found)) return;
    this.read.add(found);
    try {
      const { tags } = parsedMustache(found.template);
      this.all(tags, { ...surrounding, pinned: found.includes ?? {}, by: { reference, at: by.at } });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      refuse(`${reference} cannot be included: ${error.message}`);
    }
  }
}
