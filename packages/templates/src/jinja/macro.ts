import type { Evaluate } from './compile-expression';
import { Callable, Frame, type Named, type Run } from './run';
import { Dict, Failure, orElse, Tuple, Undefined, type Value } from './value';

export interface CompiledMacro {
  readonly name: string | undefined;
  readonly parameters: readonly { readonly name: string; readonly fallback?: Evaluate }[];
  readonly body: (frame: Frame) => void;
  /** Which of `varargs`, `kwargs` and `caller` its body reads: without that, a call may not give them. */
  readonly reads: ReadonlySet<string>;
}

/** Runs what writes, and answers what it wrote. */
export function captured(run: Run, work: () => void): string {
  const written = run.out;
  run.out = '';
  work();
  const text = run.out;
  run.out = written;
  return text;
}

/** A macro, with the scope that it was written in. */
export class Macro extends Callable {
  readonly type = 'Macro';
  private readonly origin = this.around.run.origin;

  constructor(
    private readonly compiled: CompiledMacro,
    private readonly around: Frame,
  ) {
    super();
  }

  get name(): string {
    return this.compiled.name ?? 'caller';
  }

  override attribute(name: string): Value | undefined {
    const { parameters, reads } = this.compiled;
    switch (name) {
      case 'name':
        return this.compiled.name ?? null;
      case 'arguments':
        return new Tuple(parameters.map((parameter) => parameter.name));
      case 'catch_kwargs':
        return reads.has('kwargs');
      case 'catch_varargs':
        return reads.has('varargs');
      case 'caller':
        return reads.has('caller');
    }
    return undefined;
  }

  call(run: Run, positional: readonly Value[], named: Named): Value {
    const { parameters, body } = this.compiled;
    return run.budget.deeper(() => {
      const frame = new Frame(run, this.around);
      const rest = new Map(named);
      const values = parameters.map(({ name }, index) => {
        if (index >= positional.length) {
          const value = rest.get(name);
          rest.delete(name);
          return value;
        }
        if (rest.has(name)) throw new Failure(`macro '${this.name}' got multiple values for argument '${name}'`);
        return positional[index];
      });
      this.bindSpecial(frame, positional.slice(parameters.length), rest);
      return captured(run, () =>
        run.within(this.origin, () => {
          for (const [index, { name, fallback }] of parameters.entries())
            frame.set(
              name,
              orElse(values[index], () => (fallback ? fallback(frame) : new Undefined(name, undefined))),
            );
          body(frame);
        }),
      );
    });
  }

  private bindSpecial(frame: Frame, more: readonly Value[], rest: Map<string, Value>): void {
    const { parameters, reads } = this.compiled;
    if (reads.has('caller') && !parameters.some(({ name }) => name === 'caller')) {
      frame.set(
        'caller',
        orElse(rest.get('caller'), () => new Undefined('caller', undefined)),
      );
      rest.delete('caller');
    }
    if (reads.has('kwargs')) frame.set('kwargs', new Dict(rest));
    else if (rest.size > 0)
      throw new Failure(`macro '${this.name}' takes no keyword argument '${[...rest.keys()][0]}'`);
    if (reads.has('varargs')) frame.set('varargs', new Tuple(more));
    else if (more.length > 0)
      throw new Failure(`macro '${this.name}' takes not more than ${parameters.length} argument(s)`);
  }

  repr(show: (value: Value) => string): string {
    return this.compiled.name === undefined ? '<Macro anonymous>' : `<Macro ${show(this.compiled.name)}>`;
  }
}
