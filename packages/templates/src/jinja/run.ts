import type { TemplatePlace } from '../template-error';
import type { Budget } from './budget';
import { Thing, type Value } from './value';

/** One render: what it may use, what it has written, and where it is. */
export interface Run {
  readonly budget: Budget;
  out: string;
  /** Offset of what is being done, for an error that does not know its place. */
  at: number;
  placeAt(offset: number): TemplatePlace;
  /** Throws a `Failure` when there is none of this name. */
  filter(name: string, self: Value, positional: readonly Value[], named: Named): Value;
  /** Throws a `Failure` when there is none of this name. */
  test(name: string, self: Value, positional: readonly Value[], named: Named): boolean;
  knows(kind: 'filter' | 'test', name: Value): boolean;
}

export type Named = ReadonlyMap<string, Value>;

/** What a template can call: a macro, a method, `range`. */
export abstract class Callable extends Thing {
  abstract readonly name: string;

  abstract call(run: Run, positional: readonly Value[], named: Named): Value;
}
