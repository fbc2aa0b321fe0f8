import { equals } from './compare';
import { method } from './globals';
import { Callable, type Run } from './run';
import { Failure, orElse, Undefined, type Value } from './value';

/** What `loop` is inside of `{% for %}`. */
export class Loop extends Callable {
  readonly type = 'LoopContext';
  readonly name = 'loop';
  index0 = -1;
  private changedFrom: readonly Value[] | undefined;

  constructor(
    private readonly items: readonly Value[],
    private readonly depth0: number,
    /** Renders the loop's body for other items, one deeper; only for `recursive`. */
    private readonly again: ((items: Value, depth0: number) => string) | undefined,
  ) {
    super();
  }

  override attribute(name: string): Value | undefined {
    const { index0, items, depth0 } = this;
    switch (name) {
      case 'index':
        return index0 + 1;
      case 'index0':
        return index0;
      case 'revindex':
        return items.length - index0;
      case 'revindex0':
        return items.length - index0 - 1;
      case 'first':
        return index0 === 0;
      case 'last':
        return index0 === items.length - 1;
      case 'length':
        return items.length;
      case 'depth':
        return depth0 + 1;
      case 'depth0':
        return depth0;
      case 'previtem':
        return orElse(items[index0 - 1], () => new Undefined('loop.previtem', undefined));
      case 'nextitem':
        return orElse(items[index0 + 1], () => new Undefined('loop.nextitem', undefined));
      case 'cycle':
        return method('cycle', (_run, values) => {
          if (values.length === 0) throw new Failure('no items for cycling given');
          return values[index0 % values.length]!;
        });
      case 'changed':
        return method('changed', (run, values) => this.changed(run, values));
    }
    return undefined;
  }

  call(run: Run, [items]: readonly Value[]): Value {
    const { again } = this;
    if (!again) throw new Failure("The loop must have the 'recursive' marker to be called recursively.");
    if (items === undefined) throw new Failure('loop() takes what to go through');
    return run.budget.deeper(() => again(items, this.depth0 + 1));
  }

  private changed({ budget }: Run, values: readonly Value[]): boolean {
    const before = this.changedFrom;
    this.changedFrom = values;
    return (
      !before ||
      before.length !== values.length ||
      values.some((value, index) => !equals(value, before[index]!, budget))
    );
  }

  repr(): string {
    return `<LoopContext ${this.index0 + 1}/${this.items.length}>`;
  }
}
