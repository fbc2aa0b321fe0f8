import Mustache from 'mustache';
import { checkSize, has, limits, plainVariables, tookTooLong, type Variables } from './limits';
import type { TemplateAnalysis, TemplateName, TemplateProblem } from './template-analysis';
import { placeOf, placesOf, TemplateError } from './template-error';

/** The parsed form of mustache.js. The fifth is a section's children, and something else in other tags. */
type Token = readonly [type: string, value: string, start: number, end: number, children?: unknown];

interface Tag {
  readonly type: string;
  /** Name or text. */
  readonly value: string;
  /** Parts of the name; none for a text, and for `.`, the innermost context. */
  readonly path: readonly string[];
  readonly start: number;
  readonly children: readonly Tag[];
}

/**
 * Renders without escaping; a missing variable is an error, while a section over one is left out, for sections are how
 * Mustache asks whether something is there. mustache.js parses; walking its tags ourselves keeps inherited members such
 * as `constructor` out, counts steps and watches the time.
 */
export function renderMustache(template: string, variables: Variables): string {
  checkSize('template', template);
  const contexts: unknown[] = [plainVariables(variables)];
  const tags = parse(template);
  let text = '';
  let steps = 0;
  const end = performance.now() + limits.time;

  const append = (part: string) => {
    text += part;
    if (text.length > limits.output) checkSize('output', text);
  };
  const spend = (more: number) => {
    steps += more;
    if (steps > limits.steps) throw new TemplateError('limit', `The template takes more than ${limits.steps} steps.`);
    if (performance.now() > end) throw new TemplateError('limit', tookTooLong);
  };
  const render = (tags: readonly Tag[], ...context: unknown[]) => {
    spend(1);
    contexts.push(...context);
    for (const tag of tags) renderTag(tag);
    contexts.length -= context.length;
  };
  const renderTag = ({ type, value, path, start, children }: Tag) => {
    spend(1 + path.length);
    if (type === 'text') return append(value);
    if (type === '>') throw new TemplateError('failure', noPartials(value), placeOf(template, start));
    if (!readsName(type)) return;
    const found = lookUp(contexts, path);
    if (type === '^') {
      if (isEmpty(found)) render(children);
    } else if (type === '#') {
      if (Array.isArray(found)) for (const item of found) render(children, item);
      else if (!isEmpty(found)) render(children, found);
    } else if (found === undefined) {
      throw new TemplateError('missing-variable', `The variable ${value} is missing.`, {
        variable: value,
        ...placeOf(template, start),
      });
    } else {
      append(textOf(found));
    }
  };

  within(() => render(tags));
  checkSize('output', text);
  return text;
}

/**
 * Names and problems of a template, without rendering it. Names inside a section may belong to the section's items: they
 * are not certain to be variables. Throws a `TemplateError` when it does not parse.
 */
export function analyseMustache(template: string): TemplateAnalysis {
  const names: TemplateName[] = [];
  const problems: TemplateProblem[] = [];
  const visit = (tags: readonly Tag[], certain: boolean) => {
    for (const { type, value, path, start, children } of tags) {
      if (type === '>') problems.push({ severity: 'error', message: noPartials(value), ...placeAt(start) });
      if (path.length > 0) names.push({ name: path[0]!, at: start, certain });
      visit(children, certain && type !== '#');
    }
  };
  const placeAt = placesOf(template);
  const tags = parse(template);
  within(() => visit(tags, true));
  return { names, problems };
}

const readsName = (type: string) => type === 'name' || type === '&' || type === '#' || type === '^';
const noPartials = (name: string) => `Other templates cannot be used here (${name}).`;

function parse(template: string): readonly Tag[] {
  const writer = new Mustache.Writer();
  // Its cache has no bound.
  Object.assign(writer, { templateCache: undefined });
  let tokens: readonly Token[];
  try {
    tokens = writer.parse(template, Mustache.tags) as unknown as readonly Token[];
  } catch (error) {
    const [, said, at] = /^(.*?)(?: at (\d+))?$/.exec((error as Error).message) ?? [];
    throw new TemplateError('syntax', `${said}.`, placeOf(template, Number(at ?? 0)));
  }
  return within(() => tokens.map(tagOf));
}

const tagOf = ([type, value, start, , children]: Token): Tag => ({
  ...{ type, value, start },
  children: Array.isArray(children) ? children.map(tagOf) : [],
  path: readsName(type) && value !== '.' ? value.split('.') : [],
});

/** Sections within sections are walked by recursion. */
function within<Result>(walk: () => Result): Result {
  try {
    return walk();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TemplateError('limit', 'The template is nested too deeply.');
  }
}

/** The innermost context that has the first name decides (Mustache spec, Interpolation: Dotted Names - Context Precedence). */
function lookUp(contexts: readonly unknown[], path: readonly string[]): unknown {
  if (path.length === 0) return contexts.at(-1);
  const first = path.slice(0, 1);
  const holder = contexts.findLast((context) => has(context, first));
  if (!has(holder, path)) return undefined;
  return path.reduce((value, member) => (value as Variables)[member], holder);
}

const isEmpty = (value: unknown) => !value || (Array.isArray(value) && value.length === 0);

const textOf = (value: unknown) =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
