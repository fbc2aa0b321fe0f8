import { LRUCache } from 'lru-cache';
import { checkSize, type Variables } from '../limits';
import { placeOf, TemplateError } from '../template-error';
import { Budget } from './budget';
import { compileTemplate } from './compile-template';
import { askingFilters, filters } from './filters/filters';
import { Frame } from './frame';
import { givenValues } from './given';
import { isTrue } from './items';
import type { Statement } from './nodes';
import { parseTemplate } from './parse-template';
import type { Run } from './run';
import { askingTests, tests } from './tests';
import { normalSource } from './tokens';
import { Failure, missing, Undefined, type Value } from './value';

interface Compiled {
  readonly source: string;
  readonly execute: (frame: Frame) => void;
}

/** Compiled templates by their text; bounded by the characters of their sources. */
const compiled = new LRUCache<string, Compiled>({
  maxSize: 4_000_000,
  sizeCalculation: (_, template) => template.length + 100,
});

/** The statements of a template and its text with the newlines that they count. Throws a `TemplateError`. */
export function parsed(template: string): { source: string; body: readonly Statement[] } {
  checkSize('template', template);
  const source = normalSource(template);
  return { source, body: parseTemplate(source) };
}

function compiledOf(template: string): Compiled {
  const known = compiled.get(template);
  if (known) return known;
  const { source, body } = parsed(template);
  const entry = { source, execute: compileTemplate(body) };
  compiled.set(template, entry);
  return entry;
}

/** The text of a Jinja template. Throws a `TemplateError`. */
export function renderJinja(template: string, variables: Variables): string {
  const run = new JinjaRun(template);
  try {
    const { source, execute } = compiledOf(template);
    run.source = source;
    const outermost = new Frame(run);
    for (const [name, value] of givenValues(variables)) outermost.set(name, value);
    execute(new Frame(run, outermost, true));
  } catch (error) {
    throw run.described(error);
  }
  checkSize('output', run.out);
  return run.out;
}

class JinjaRun implements Run {
  readonly budget = new Budget();
  out = '';
  at = 0;

  constructor(public source: string) {}

  placeAt(offset: number) {
    return placeOf(this.source, offset);
  }

  filter(name: string, self: Value, positional: readonly Value[], named: ReadonlyMap<string, Value>): Value {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (!filter) throw new Failure(`There is no filter ${name}`);
    if (self instanceof Undefined && !askingFilters.has(name)) throw missing(self);
    this.budget.spend();
    return filter.call(this, self, positional, named);
  }

  test(name: string, self: Value, positional: readonly Value[], named: ReadonlyMap<string, Value>): boolean {
    const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
    if (!test) throw new Failure(`There is no test ${name}`);
    if (self instanceof Undefined && !askingTests.has(name)) throw missing(self);
    this.budget.spend();
    return isTrue(test.call(this, self, positional, named));
  }

  knows(kind: 'filter' | 'test', name: Value): boolean {
    return typeof name === 'string' && Object.hasOwn(kind === 'filter' ? filters : tests, name);
  }

  /** What an author can use of an error; anything that is none of a template's is passed on as it is. */
  described(error: unknown): unknown {
    if (error instanceof Failure) return new TemplateError('failure', `${error.message}.`, this.placeAt(this.at));
    if (error instanceof RangeError)
      return new TemplateError('limit', 'The template or its variables are nested too deeply.');
    return error;
  }
}
