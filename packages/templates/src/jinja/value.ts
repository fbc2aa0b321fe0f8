import { TemplateError, type TemplatePlace } from '../template-error';

/**
 * Python's values in JavaScript. An integer is a safe integer, or a `bigint` beyond; any other number is a float, and a
 * float that is whole is a `Float`, for it prints as `1.0`.
 */
export type Value = null | boolean | number | bigint | string | Value[] | Thing;

/** What is neither a JSON scalar nor a list. */
export abstract class Thing {
  /** As Python names its type. */
  abstract readonly type: string;

  abstract repr(show: (value: Value) => string): string;

  /** `thing.name`, for what is no method of its type; undefined when there is none. */
  attribute(_name: string): Value | undefined {
    return undefined;
  }
}

export class Float extends Thing {
  readonly type = 'float';

  constructor(readonly value: number) {
    super();
  }

  repr(): string {
    return `${Object.is(this.value, -0) ? '-0' : this.value}.0`;
  }
}

export class Tuple extends Thing {
  readonly type: string = 'tuple';

  constructor(
    readonly items: readonly Value[],
    /** Names of the items, as `groupby` gives them. */
    private readonly names: readonly string[] = [],
  ) {
    super();
  }

  override attribute(name: string): Value | undefined {
    return this.items[this.names.indexOf(name)];
  }

  repr(show: (value: Value) => string): string {
    return this.items.length === 1 ? `(${show(this.items[0]!)},)` : `(${this.items.map(show).join(', ')})`;
  }
}

/** What `range` gives: numbers that are not made before they are asked for. */
export class Range extends Thing {
  readonly type = 'range';
  readonly length: number;

  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    super();
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }

  at(index: number): number {
    return this.start + index * this.step;
  }

  repr(): string {
    return `range(${this.start}, ${this.stop}${this.step === 1 ? '' : `, ${this.step}`})`;
  }
}

/** What can be gone through once: the outcome of `map`, `select`, `batch`, … */
export class Generator extends Thing {
  readonly type = 'generator';
  private rest: readonly Value[];

  constructor(items: readonly Value[]) {
    super();
    this.rest = items;
  }

  takeAll(): readonly Value[] {
    const { rest } = this;
    this.rest = [];
    return rest;
  }

  takeOne(): Value | undefined {
    const [first] = this.rest;
    this.rest = this.rest.slice(1);
    return first;
  }

  repr(): string {
    return '<generator object>';
  }
}

/** What `keys()`, `values()` and `items()` of a dict give. */
export class View extends Thing {
  constructor(
    readonly type: 'dict_keys' | 'dict_values' | 'dict_items',
    private readonly of: Dict,
  ) {
    super();
  }

  get size(): number {
    return this.of.size;
  }

  items(): readonly Value[] {
    if (this.type === 'dict_keys') return this.of.keys();
    return this.of.entries().map((entry) => (this.type === 'dict_values' ? entry[1] : new Tuple([...entry])));
  }

  repr(show: (value: Value) => string): string {
    return `${this.type}([${this.items().map(show).join(', ')}])`;
  }
}

/** What `namespace()` gives: the one thing whose attributes a template may set. */
export class Namespace extends Thing {
  readonly type = 'Namespace';

  constructor(readonly members: Map<string, Value>) {
    super();
  }

  override attribute(name: string): Value | undefined {
    return this.members.get(name);
  }

  repr(show: (value: Value) => string): string {
    return `<Namespace {${[...this.members].map(([name, value]) => `${show(name)}: ${show(value)}`).join(', ')}}>`;
  }
}

/** A value that is not there. Whatever uses it fails, but for what asks whether it is there. */
export class Undefined extends Thing {
  readonly type = 'Undefined';

  constructor(
    /** As it is written: `user.city`. */
    readonly path: string,
    readonly place: TemplatePlace | undefined,
  ) {
    super();
  }

  repr(): string {
    throw missing(this);
  }
}

/** What an `if` without `else` inside of an expression gives: an empty text, in Jinja2's strict mode as well. */
export const nothing = new (class Nothing extends Thing {
  readonly type = 'Undefined';

  repr(): string {
    return 'Undefined';
  }
})();

export const missing = ({ path, place }: Undefined): TemplateError =>
  new TemplateError('missing-variable', `The variable ${path} is missing.`, { ...place, variable: path });

/** It parses, and cannot be done. The place is added by whoever knows it. */
export class Failure extends Error {}

/** A key as `Map` compares it, so that 1, 1.0 and True are one, as in Python. @throws Failure for what cannot be a key */
export function keyOf(key: Value): unknown {
  if (typeof key === 'boolean') return Number(key);
  if (key instanceof Float) return key.value;
  if (key instanceof Tuple) return tupleKey(key);
  if (key instanceof Undefined) throw missing(key);
  if (Array.isArray(key) || key instanceof Dict || key instanceof View)
    throw new Failure(`unhashable type: '${typeName(key)}'`);
  return key;
}

/** Characters; a tuple may hold itself many times over. */
const longestKey = 10_000;

function tupleKey({ items }: Tuple): string {
  let key = '\u0000(';
  for (const item of items) {
    const part = keyOf(item);
    key += `${typeof part}:${part}\u0000`;
    if (key.length > longestKey) throw new Failure('a tuple as a key is too long');
  }
  return key;
}

export class Dict extends Thing {
  readonly type = 'dict';
  private readonly entriesByKey = new Map<unknown, [key: Value, value: Value]>();

  constructor(entries: Iterable<readonly [Value, Value]> = []) {
    super();
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.entriesByKey.size;
  }

  get(key: Value): Value | undefined {
    return this.entriesByKey.get(keyOf(key))?.[1];
  }

  set(key: Value, value: Value): void {
    const id = keyOf(key);
    const entry = this.entriesByKey.get(id);
    if (entry) entry[1] = value;
    else this.entriesByKey.set(id, [key, value]);
  }

  delete(key: Value): boolean {
    return this.entriesByKey.delete(keyOf(key));
  }

  clear(): void {
    this.entriesByKey.clear();
  }

  keys(): Value[] {
    return Array.from(this.entriesByKey.values(), ([key]) => key);
  }

  entries(): (readonly [Value, Value])[] {
    return [...this.entriesByKey.values()];
  }

  repr(show: (value: Value) => string): string {
    return `{${this.entries()
      .map(([key, value]) => `${show(key)}: ${show(value)}`)
      .join(', ')}}`;
  }
}

/** What is there, None included, or something else. */
export const orElse = (value: Value | undefined, other: () => Value): Value => (value === undefined ? other() : value);

export const isInteger = (value: Value): value is number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));

export const isFloat = (value: Value): value is number | Float =>
  value instanceof Float || (typeof value === 'number' && !Number.isSafeInteger(value));

/** The number that counts as: a boolean is 0 or 1. Undefined for what is no number. */
export function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof Float ? value.value : undefined;
}

/** A number as a float. */
export const floatOf = (value: number): number | Float => (Number.isSafeInteger(value) ? new Float(value) : value);

/** An integer in the form that `Value` has for it. */
export const integerOf = (value: bigint): number | bigint => {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
};

export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (isInteger(value)) return 'int';
  if (isFloat(value)) return 'float';
  return value instanceof Thing ? value.type : 'list';
}
