import type { Budget } from '../budget';
import { itemsOf } from './items';
import {
  Dict,
  Failure,
  Generator,
  missing,
  numberOf,
  Range,
  Thing,
  Tuple,
  typeName,
  Undefined,
  type Value,
  View,
} from './value';

const deepest = 100;

// biome-ignore lint/suspicious/noDoubleEquals: 2n and 2 are one number
const isSame = (x: number | bigint, y: number | bigint): boolean => x == y;

/** Python's `==`. @throws TemplateError for a value that is missing */
export function equals(a: Value, b: Value, budget: Budget, depth = 0): boolean {
  if (a instanceof Undefined) throw missing(a);
  if (b instanceof Undefined) throw missing(b);
  if (a === b) return !Number.isNaN(a);
  if (typeof a === 'string' || typeof b === 'string') {
    if (typeof a === 'string' && typeof b === 'string' && a.length === b.length) budget.spend(a.length);
    return false;
  }
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined || y !== undefined) return x !== undefined && y !== undefined && isSame(x, y);
  if (depth > deepest) throw new Failure('maximum recursion depth exceeded in comparison');
  budget.spend();
  if (a instanceof Dict && b instanceof Dict) {
    if (a.size !== b.size) return false;
    return a.entries().every(([key, value]) => {
      const other = b.get(key);
      return other !== undefined && equals(value, other, budget, depth + 1);
    });
  }
  if (a instanceof Range && b instanceof Range) return equalLists(itemsOf(a), itemsOf(b), budget, depth);
  const [left, right] = [listOf(a), listOf(b)];
  return (
    left !== undefined && right !== undefined && typeName(a) === typeName(b) && equalLists(left, right, budget, depth)
  );
}

function equalLists(a: readonly Value[], b: readonly Value[], budget: Budget, depth: number): boolean {
  return a.length === b.length && a.every((item, index) => equals(item, b[index]!, budget, depth + 1));
}

const listOf = (value: Value): readonly Value[] | undefined =>
  value instanceof Tuple ? value.items : Array.isArray(value) ? value : undefined;

/** Below 0, 0 or above: Python's order. NaN is in no order. @throws Failure for what has no order */
export function compare(a: Value, b: Value, budget: Budget, operator = '<', depth = 0): number {
  if (typeof a === 'string' && typeof b === 'string') {
    budget.spend(Math.min(a.length, b.length));
    return compareTexts(a, b);
  }
  if (a instanceof Undefined) throw missing(a);
  if (b instanceof Undefined) throw missing(b);
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : isSame(x, y) ? 0 : Number.NaN;
  const [left, right] = [listOf(a), listOf(b)];
  if (!left || !right || typeName(a) !== typeName(b) || depth > deepest)
    throw new Failure(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
  budget.spend();
  for (let index = 0; index < Math.min(left.length, right.length); index++)
    if (!equals(left[index]!, right[index]!, budget, depth + 1))
      return compare(left[index]!, right[index]!, budget, operator, depth + 1);
  return left.length - right.length;
}

/** By code points; JavaScript's own order is by UTF-16 units. */
function compareTexts(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let index = 0;
  while (index < shorter && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  if (index === shorter) return a.length - b.length;
  // They may differ in the second half of a pair only.
  const isInPair = index > 0 && isSecondHalf(a, index) && isSecondHalf(b, index);
  const from = isInPair ? index - 1 : index;
  return a.codePointAt(from)! - b.codePointAt(from)!;
}

const isSecondHalf = (text: string, index: number): boolean =>
  text.charCodeAt(index) >> 10 === 0x37 && text.charCodeAt(index - 1) >> 10 === 0x36;

/** `item in holder`. @throws Failure when the holder holds nothing */
export function contains(holder: Value, item: Value, budget: Budget): boolean {
  if (typeof holder === 'string') {
    if (item instanceof Undefined) throw missing(item);
    if (typeof item !== 'string')
      throw new Failure(`'in <string>' requires string as left operand, not ${typeName(item)}`);
    budget.spend(holder.length);
    return holder.includes(item);
  }
  if (holder instanceof Dict) return holder.get(item) !== undefined;
  if (holder instanceof View && holder.type === 'dict_keys')
    return holder.items().some((key) => equals(key, item, budget));
  if (
    holder instanceof Thing &&
    !(
      holder instanceof Tuple ||
      holder instanceof View ||
      holder instanceof Generator ||
      holder instanceof Range ||
      holder instanceof Undefined
    ) &&
    holder.type !== 'Undefined'
  )
    throw new Failure(`argument of type '${typeName(holder)}' is not iterable`);
  const items = itemsOf(holder);
  budget.spend(items.length * 2);
  return items.some((one) => one === item || equals(one, item, budget));
}
