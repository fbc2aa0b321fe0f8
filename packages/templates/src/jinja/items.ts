import { limits } from '../limits';
import { TemplateError } from '../template-error';
import { charactersOf, lengthOf } from './characters';
import {
  Dict,
  Failure,
  Generator,
  missing,
  nothing,
  numberOf,
  Range,
  Tuple,
  typeName,
  Undefined,
  type Value,
  View,
} from './value';

export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' || Array.isArray(value)) return value.length > 0;
  if (value === null || value === nothing) return false;
  if (value instanceof Undefined) throw missing(value);
  const size = sizeOf(value);
  if (size !== undefined) return size > 0;
  const number = numberOf(value);
  return number === undefined || Number.isNaN(number) || Boolean(number);
}

/** How many items it holds; undefined when it has no length. Characters are code points. */
export function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string') return lengthOf(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof Dict) return value.size;
  if (value instanceof Range) return value.length;
  if (value instanceof View) return value.size;
  if (value instanceof Undefined) throw missing(value);
  return value === nothing ? 0 : undefined;
}

/** Its items, in order. @throws Failure when it has none */
export function itemsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return charactersOf(value);
  if (value instanceof Tuple) return value.items;
  if (value instanceof Dict) return value.keys();
  if (value instanceof Range) return numbersOf(value);
  if (value instanceof View) return value.items();
  if (value instanceof Generator) return value.takeAll();
  if (value instanceof Undefined) throw missing(value);
  if (value === nothing) return [];
  throw new Failure(`'${typeName(value)}' object is not iterable`);
}

function numbersOf(range: Range): number[] {
  if (range.length > limits.built / 8) throw new TemplateError('limit', `The range has ${range.length} numbers.`);
  return Array.from({ length: range.length }, (_, index) => range.at(index));
}

export const isIterable = (value: Value): boolean => {
  if (value instanceof Undefined) throw missing(value);
  return value instanceof Generator || sizeOf(value) !== undefined;
};
