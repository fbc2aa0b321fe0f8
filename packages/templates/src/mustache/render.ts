import type { Includes } from '@trialogue/variant-config';
import type { Budget } from '../budget';
import { checkSize, limits, type Variables } from '../limits';
import { TemplateError, type TemplateErrorKind } from '../template-error';
import type { Tag } from './parse';
import { type Parsed, parsedMustache } from './parsed';
import { has, plainVariables } from './plain-variables';

/**
 * `prompt`: nothing is escaped, and a value or partial that is missing is an error. `page`: as the specification has it,
 * values are escaped for HTML, and what is missing is an empty text.
 */
export type Dialect = 'prompt' | 'page';

/** The text of a Mustache template. Throws a `TemplateError`. */
export function renderMustache(
  template: string,
  variables: Variables,
  includes: Includes,
  budget: Budget,
  dialect: Dialect = 'prompt',
): string {
  return new Rendering(budget, dialect, plainVariables(variables, budget)).text(template, includes);
}

interface Origin {
  readonly reference?: string;
  readonly parsed: Parsed;
  readonly includes: Includes;
  /** Characters that were put before each line. */
  readonly indentation: number;
}

class Rendering {
  private written = '';
  private origin!: Origin;
  private readonly contexts: unknown[];

  constructor(
    private readonly budget: Budget,
    private readonly dialect: Dialect,
    variables: Variables,
  ) {
    this.contexts = [variables];
  }

  text(template: string, includes: Includes): string {
    this.origin = { parsed: parsedMustache(template), includes, indentation: 0 };
    this.all(this.origin.parsed.tags);
    checkSize('output', this.written);
    return this.written;
  }

  private all(tags: readonly Tag[]): void {
    for (const tag of tags) this.one(tag);
  }

  private one(tag: Tag): void {
    switch (tag.type) {
      case 'text':
        this.write(tag.text);
        break;
      case 'value':
        this.value(tag);
        break;
      case 'partial':
        this.partial(tag);
        break;
      case 'inverted':
        if (isEmpty(this.lookUp(tag.path))) this.all(tag.children);
        break;
      case 'section': {
        const found = this.lookUp(tag.path);
        const items = Array.isArray(found) ? found : isEmpty(found) ? [] : [found];
        for (const item of items) this.inContext(item, tag.children);
      }
    }
  }

  private inContext(context: unknown, tags: readonly Tag[]): void {
    this.budget.spend();
    this.contexts.push(context);
    this.all(tags);
    this.contexts.pop();
  }

  private value({ name, path, at, isEscaped }: Tag & { type: 'value' }): void {
    const found = this.lookUp(path);
    if (found === undefined) {
      if (this.dialect === 'page') return;
      throw this.failure('missing-variable', `The variable ${name} is missing.`, at, name);
    }
    const text = textOf(found);
    this.write(isEscaped && this.dialect === 'page' ? escaped(text) : text);
  }

  private partial({ name, at, indentation }: Tag & { type: 'partial' }): void {
    const { origin } = this;
    const found = Object.hasOwn(origin.includes, name) ? origin.includes[name] : undefined;
    if (!found) {
      if (this.dialect === 'page') return;
      throw this.failure('failure', `The prompt ${name} is not there to be included.`, at);
    }
    const template =
      indentation === '' ? found.template : found.template.replace(/(^|\n)(?=[^\r\n])/g, `$1${indentation}`);
    this.budget.build(template.length);
    this.budget.deeper(() => {
      const parsed = this.parsedPartial(template, name);
      this.origin = { reference: name, parsed, includes: found.includes ?? {}, indentation: indentation.length };
      this.all(parsed.tags);
      this.origin = origin;
    });
  }

  private parsedPartial(template: string, reference: string): Parsed {
    try {
      return parsedMustache(template);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const { kind, message, line, column } = error;
      throw new TemplateError(kind, message, { line, column, template: reference });
    }
  }

  private write(text: string): void {
    this.budget.spend(text.length);
    this.written += text;
    if (this.written.length > limits.output) checkSize('output', this.written);
  }

  /** The innermost context that has the first name decides (specification, Interpolation: Dotted Names - Context Precedence). */
  private lookUp(path: readonly string[]): unknown {
    const { contexts, budget } = this;
    budget.spend(4 * (contexts.length + path.length));
    if (path.length === 0) return contexts.at(-1);
    const first = path.slice(0, 1);
    const holder = contexts.findLast((context) => has(context, first));
    if (!has(holder, path)) return undefined;
    return path.reduce((value, member) => (value as Variables)[member], holder);
  }

  private failure(kind: TemplateErrorKind, message: string, at: number, variable?: string): TemplateError {
    const { parsed, reference, indentation } = this.origin;
    const { line, column } = parsed.placeAt(at);
    return new TemplateError(kind, message, { variable, line, column: column - indentation, template: reference });
  }
}

const isEmpty = (value: unknown) => !value || (Array.isArray(value) && value.length === 0);

const textOf = (value: unknown) =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const entities: { readonly [character: string]: string } = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string) => text.replace(/[&"<>]/g, (character) => entities[character]!);
