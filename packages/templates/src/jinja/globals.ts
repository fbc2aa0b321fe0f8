import { dictFunction } from './filters/sequences';
import { entriesOf } from './methods/collections';
import { count, NativeFunction, native, openNative } from './native';
import { Callable, type Named, type Run } from './run';
import { softText } from './show';
import { Failure, missing, Namespace, Range, Thing, Undefined, type Value } from './value';

const range = openNative((_run, _self, positional) => {
  const [first, second, third] = positional.map(count);
  if (first === undefined || positional.length > 3)
    throw new Failure(`range expected 1 to 3 arguments, got ${positional.length}`);
  if (third === 0) throw new Failure('range() arg 3 must not be zero');
  return second === undefined ? new Range(0, first, 1) : new Range(first, second, third ?? 1);
});

const namespace = openNative((run, _self, [other], named) => {
  const pairs = other === undefined ? [] : entriesOf(other);
  return new Namespace(
    new Map([...pairs.map(([name, value]) => [softText(name, run.budget), value] as const), ...named]),
  );
});

/** What `cycler("a", "b")` gives. */
class Cycler extends Thing {
  readonly type = 'Cycler';
  private index = 0;

  constructor(private readonly items: readonly Value[]) {
    super();
  }

  override attribute(name: string): Value | undefined {
    if (name === 'current') return this.items[this.index];
    if (name === 'next')
      return method('next', () => {
        const item = this.items[this.index]!;
        this.index = (this.index + 1) % this.items.length;
        return item;
      });
    if (name !== 'reset') return undefined;
    return method('reset', () => {
      this.index = 0;
      return null;
    });
  }

  repr(): string {
    return '<Cycler>';
  }
}

/** What `joiner(", ")` gives: nothing when it is called first, then its text. */
class Joiner extends Callable {
  readonly type = 'Joiner';
  readonly name = 'joiner';
  private isUsed = false;

  constructor(private readonly between: Value) {
    super();
  }

  call(): Value {
    if (this.isUsed) return this.between;
    this.isUsed = true;
    return '';
  }

  repr(): string {
    return '<Joiner>';
  }
}

export const method = (
  name: string,
  work: (run: Run, positional: readonly Value[], named: Named) => Value,
): NativeFunction =>
  new NativeFunction(
    name,
    null,
    openNative((run, _self, positional, named) => work(run, positional, named)),
  );

const cycler = openNative((_run, _self, items) => {
  if (items.length === 0) throw new Failure('at least one item has to be provided');
  return new Cycler(items);
});

const joiner = native([['sep', ', ']], (_run, _self, between) => {
  if (between instanceof Undefined) throw missing(between);
  return new Joiner(between!);
});

/** What every template can call (https://jinja.palletsprojects.com/en/stable/templates/#list-of-global-functions). */
export const globals: ReadonlyMap<string, Value> = new Map(
  Object.entries({ cycler, dict: dictFunction, joiner, namespace, range }).map(([name, work]) => [
    name,
    new NativeFunction(name, null, work),
  ]),
);
