import type { Includes } from '@trialogue/variant-config';
import type { Budget } from '../budget';
import type { Place, TemplatePlace } from '../template-error';
import type { Include } from './nodes';
import { Thing, type Value } from './value';

/** A template that is being executed. */
export interface Origin {
  /** As it was included; undefined: it is the one that is rendered. */
  readonly reference?: string;
  readonly template: { placeAt(offset: number): Place };
  /** What it may include. */
  readonly includes: Includes;
}

/** One render: what it may use, what it has written, and where it is. */
export interface Run {
  readonly budget: Budget;
  out: string;
  /** Offset of what is being done, for an error that does not know its place. */
  at: number;
  readonly origin: Origin;
  placeAt(offset: number): TemplatePlace;
  /** Executes a part of a template that may be another than the one being executed: a macro, a block. */
  within(origin: Origin, work: () => void): void;
  /** Writes what another template makes of the values of this frame. */
  include(include: Include, frame: Frame): void;
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

/** Names and their values in one scope of a template, over those of the scope around it. */
export class Frame {
  private readonly values = new Map<string, Value>();

  constructor(
    readonly run: Run,
    private readonly around?: Frame,
    private readonly isTemplate = false,
  ) {}

  /** The scope of the whole template. */
  get outermost(): Frame {
    return this.isTemplate || !this.around ? this : this.around.outermost;
  }

  get(name: string): Value | undefined {
    for (let frame: Frame | undefined = this; frame; frame = frame.around) {
      const value = frame.values.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(name: string, value: Value): void {
    this.values.set(name, value);
  }
}
