import type { Includes } from '@trialogue/variant-config';
import type { Budget } from '../budget';
import { checkSize, type Variables } from '../limits';
import { TemplateError, type TemplatePlace } from '../template-error';
import { type Compiled, compiledOf } from './compiled';
import { askingFilters, filters } from './filters/filters';
import { givenValues } from './given';
import { isTrue } from './items';
import type { Include } from './nodes';
import { Frame, type Named, type Origin, type Run } from './run';
import { askingTests, tests } from './tests';
import { Failure, missing, Undefined, type Value } from './value';

const stepsPerToken = 2;

/** The text of a Jinja template. Throws a `TemplateError`. */
export function renderJinja(template: string, variables: Variables, includes: Includes, budget: Budget): string {
  const compiled = compiledOf(template);
  const run = new JinjaRun(budget, { template: compiled, includes });
  try {
    const outermost = new Frame(run);
    for (const [name, value] of givenValues(variables, budget)) outermost.set(name, value);
    compiled.execute(new Frame(run, outermost, true));
  } catch (error) {
    throw run.described(error);
  }
  checkSize('output', run.out);
  return run.out;
}

class JinjaRun implements Run {
  out = '';
  at = 0;
  /** What is included, and was paid for as if it were compiled for this render. */
  private readonly compiled = new Set<Compiled>();

  constructor(
    readonly budget: Budget,
    public origin: Origin,
  ) {}

  placeAt(offset: number): TemplatePlace {
    const { template, reference } = this.origin;
    return reference === undefined ? template.placeAt(offset) : { ...template.placeAt(offset), template: reference };
  }

  within(origin: Origin, work: () => void): void {
    const { origin: before, at } = this;
    this.origin = origin;
    work();
    this.origin = before;
    this.at = at;
  }

  include({ reference, mayBeMissing, withContext, at }: Include, frame: Frame): void {
    this.at = at;
    const { includes } = this.origin;
    const found = Object.hasOwn(includes, reference) ? includes[reference] : undefined;
    if (!found) {
      if (mayBeMissing) return;
      throw new Failure(`The prompt ${reference} is not there to be included`);
    }
    this.budget.deeper(() => {
      const template = includedTemplate(found.template, reference);
      if (!this.compiled.has(template)) this.budget.spend(stepsPerToken * 16 * template.tokens);
      this.compiled.add(template);
      const around = withContext ? frame : undefined;
      this.within({ reference, template, includes: found.includes ?? {} }, () =>
        template.execute(new Frame(this, around, true)),
      );
    });
  }

  filter(name: string, self: Value, positional: readonly Value[], named: Named): Value {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (!filter) throw new Failure(`There is no filter ${name}`);
    if (self instanceof Undefined && !askingFilters.has(name)) throw missing(self);
    this.budget.spend();
    return filter.call(this, self, positional, named);
  }

  test(name: string, self: Value, positional: readonly Value[], named: Named): boolean {
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

/** An error of syntax has its place in the template that is included. */
function includedTemplate(template: string, reference: string) {
  try {
    return compiledOf(template);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { kind, message, line, column } = error;
    throw new TemplateError(kind, message, { line, column, template: reference });
  }
}
