import { Callable, type Named, type Run } from './run';
import { Failure, isInteger, missing, Undefined, type Value } from './value';

/** A parameter without a fallback has to be given. */
export type Parameters = readonly (readonly [name: string, fallback?: Value])[];

/** A filter, test, function or method of ours; for filters, tests and methods, `self` is what it is applied to. */
export interface Native {
  readonly call: (run: Run, self: Value, positional: readonly Value[], named: Named) => Value;
}

/** One whose arguments are known by their names. */
export function native(parameters: Parameters, work: (run: Run, self: Value, ...values: Value[]) => Value): Native {
  return { call: (run, self, positional, named) => work(run, self, ...bound(parameters, positional, named)) };
}

/** One that takes arguments of any number and name. */
export const openNative = (work: Native['call']): Native => ({ call: work });

function bound(parameters: Parameters, positional: readonly Value[], named: Named): Value[] {
  if (positional.length > parameters.length)
    throw new Failure(`takes at most ${parameters.length} arguments, ${positional.length} given`);
  if (named.size > 0)
    for (const name of named.keys()) {
      const index = parameters.findIndex(([parameter]) => parameter === name);
      if (index < 0) throw new Failure(`got an unexpected keyword argument '${name}'`);
      if (index < positional.length) throw new Failure(`got multiple values for argument '${name}'`);
    }
  return parameters.map(([name, fallback], index) => {
    const value = index < positional.length ? positional[index] : named.get(name);
    if (value !== undefined) return value;
    if (fallback === undefined) throw new Failure(`the argument '${name}' is missing`);
    return fallback;
  });
}

/** A native function as a value: `range`, or a method with what it belongs to. */
export class NativeFunction extends Callable {
  readonly type = 'builtin_function_or_method';

  constructor(
    readonly name: string,
    private readonly self: Value,
    private readonly native: Native,
  ) {
    super();
  }

  call(run: Run, positional: readonly Value[], named: Named): Value {
    return this.native.call(run, this.self, positional, named);
  }

  repr(): string {
    return `<built-in method ${this.name}>`;
  }
}

/** An argument that has to be a whole number, not too large to count with. */
export function count(value: Value): number {
  if (value instanceof Undefined) throw missing(value);
  if (typeof value === 'boolean') return Number(value);
  if (!isInteger(value)) throw new Failure('an integer is required');
  return Math.max(Math.min(Number(value), Number.MAX_SAFE_INTEGER), Number.MIN_SAFE_INTEGER);
}

export function text(value: Value): string {
  if (value instanceof Undefined) throw missing(value);
  if (typeof value !== 'string') throw new Failure('a text is required');
  return value;
}
