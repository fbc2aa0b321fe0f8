import { item } from '../attributes';
import { lowered } from '../methods/letters';
import type { Run } from '../run';
import { isInteger, Tuple, Undefined, type Value } from '../value';

/** What compares without case: texts as small letters, anything else as it is. */
export const folded = (value: Value): Value => (typeof value === 'string' ? lowered(value) : value);

/**
 * What a filter's `attribute` argument asks of each item: `"a.b.0"`, a number, or none for the item itself.
 *
 * @param fallback for what is not there
 */
export function attributeGetter(
  run: Run,
  attribute: Value,
  change?: (value: Value) => Value,
  fallback?: Value,
): (value: Value) => Value {
  const path = pathOf(attribute);
  return (start) => {
    let value = start;
    for (const part of path) {
      value = item(value, part, run);
      if (value instanceof Undefined && fallback !== undefined) value = fallback;
    }
    return change ? change(value) : value;
  };
}

/** The same for several attributes with commas between them: they are compared in this order. */
export function attributesGetter(
  run: Run,
  attribute: Value,
  change?: (value: Value) => Value,
): (value: Value) => Value {
  const names = typeof attribute === 'string' ? attribute.split(',') : [attribute];
  const getters = names.map((name) => attributeGetter(run, name, change));
  return getters.length === 1 ? getters[0]! : (value) => new Tuple(getters.map((get) => get(value)));
}

function pathOf(attribute: Value): readonly Value[] {
  if (attribute === null) return [];
  if (typeof attribute !== 'string') return isInteger(attribute) ? [attribute] : [];
  return attribute.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
