import { charactersOf } from './characters';
import { formatMethods } from './format-text';
import { collectionMethods } from './methods/collections';
import { textMethods } from './methods/text';
import { type Native, NativeFunction } from './native';
import { slice } from './operators';
import type { Run } from './run';
import { reprOf } from './show';
import {
  Dict,
  Failure,
  isInteger,
  missing,
  orElse,
  Range,
  Thing,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from './value';

const methods: { readonly [type: string]: { readonly [name: string]: Native } } = {
  ...collectionMethods,
  str: { ...textMethods, ...formatMethods({ attribute: ownAttribute, item }) },
};

/** A method of the value, or what it has under a name of its own; undefined when it has neither. */
export function ownAttribute(value: Value, name: string): Value | undefined {
  const type = typeName(value);
  const found = Object.hasOwn(methods, type) ? methods[type]! : {};
  if (Object.hasOwn(found, name)) return new NativeFunction(name, value, found[name]!);
  return value instanceof Thing ? value.attribute(name) : undefined;
}

/** `value.name`: an attribute before an item, as in Jinja2. What is not there is an `Undefined`. */
export function attribute(value: Value, name: string, run: Run, path?: string): Value {
  if (value instanceof Undefined) throw missing(value);
  run.budget.spend();
  const own = ownAttribute(value, name);
  return own === undefined ? orElse(ownItem(value, name, run), () => absent(run, path ?? name)) : own;
}

/** `value[key]`: an item before an attribute. */
export function item(value: Value, key: Value, run: Run, path?: string): Value {
  if (value instanceof Undefined) throw missing(value);
  const found = ownItem(value, key, run);
  if (found !== undefined) return found;
  if (key instanceof Undefined) throw missing(key);
  if (key instanceof Slice) throw new Failure(`'${typeName(value)}' object has no slices`);
  const named = typeof key === 'string' ? ownAttribute(value, key) : undefined;
  return orElse(named, () => absent(run, path ?? (typeof key === 'string' ? key : reprOf(key, run.budget))));
}

const absent = (run: Run, path: string) => new Undefined(path, run.placeAt(run.at));

function ownItem(value: Value, key: Value, { budget }: Run): Value | undefined {
  if (key instanceof Slice) return slice(value, key.bounds, budget);
  if (value instanceof Dict) {
    if (key instanceof Dict || Array.isArray(key)) return undefined;
    return value.get(key);
  }
  const index = typeof key === 'boolean' ? Number(key) : isInteger(key) ? Number(key) : undefined;
  if (index === undefined) return undefined;
  if (typeof value === 'string') {
    budget.spend(value.length);
    return charactersOf(value).at(index);
  }
  if (Array.isArray(value)) return value.at(index);
  if (value instanceof Tuple) return value.items.at(index);
  if (!(value instanceof Range)) return undefined;
  const place = index < 0 ? index + value.length : index;
  return place >= 0 && place < value.length ? value.at(place) : undefined;
}

/** What `[a:b:c]` gives as a key. */
export class Slice extends Thing {
  readonly type = 'slice';

  constructor(readonly bounds: readonly (number | undefined)[]) {
    super();
  }

  repr(): string {
    return `slice(${this.bounds.map((bound) => bound ?? 'None').join(', ')})`;
  }
}

/** A bound of a slice: a whole number or nothing. */
export function boundOf(value: Value): number | undefined {
  if (value === null) return undefined;
  if (value instanceof Undefined) throw missing(value);
  if (typeof value === 'boolean') return Number(value);
  if (!isInteger(value)) throw new Failure('slice indices must be integers or None or have an __index__ method');
  return Number(value);
}
