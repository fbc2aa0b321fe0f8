import type { Budget } from '../budget';
import { charactersOf } from './characters';
import { bitsOf, mostExact, nearest, powerOf } from './exact';
import type { ArithmeticOperator } from './nodes';
import { printf } from './printf';
import {
  Failure,
  floatOf,
  integerOf,
  isInteger,
  missing,
  numberOf,
  Range,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from './value';

/** @throws Failure for operands that do not go together, TemplateError for a missing one */
export function calculate(operator: ArithmeticOperator, a: Value, b: Value, budget: Budget): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const quick = small(operator, a, b);
    if (quick !== undefined) return quick;
  }
  if (a instanceof Undefined) throw missing(a);
  if (b instanceof Undefined) throw missing(b);
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) {
    const isWhole = (value: Value) => typeof value === 'boolean' || isInteger(value);
    return isWhole(a) && isWhole(b)
      ? calculateIntegers(operator, BigInt(x), BigInt(y), budget)
      : calculateFloats(operator, asFloat(x), asFloat(y), budget);
  }
  const made = combine(operator, a, b, budget);
  if (made !== undefined) return made;
  throw new Failure(
    operator === '+' && typeof a === 'string'
      ? `can only concatenate str (not "${typeName(b)}") to str`
      : `unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`,
  );
}

function asFloat(value: number | bigint): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float)) throw new Failure('int too large to convert to float');
  return float;
}

/** Small integers, of which there are most. */
function small(operator: ArithmeticOperator, a: number, b: number): number | undefined {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return undefined;
  const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : Number.NaN;
  return Number.isSafeInteger(result) ? (result === 0 ? 0 : result) : undefined;
}

function calculateIntegers(operator: ArithmeticOperator, a: bigint, b: bigint, budget: Budget): Value {
  budget.spend();
  switch (operator) {
    case '+':
      return integerOf(a + b);
    case '-':
      return integerOf(a - b);
    case '*':
      bounded(bitsOf(a) + bitsOf(b), budget);
      return integerOf(a * b);
    case '/': {
      if (b === 0n) throw new Failure('division by zero');
      const quotient = isSmall(a) && isSmall(b) ? Number(a) / Number(b) : nearest(a, b);
      if (!Number.isFinite(quotient)) throw new Failure('integer division result too large for a float');
      return floatOf(quotient);
    }
    case '//':
    case '%': {
      if (b === 0n)
        throw new Failure(operator === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero');
      const rest = a % b;
      const isOff = rest !== 0n && rest < 0n !== b < 0n;
      return integerOf(operator === '%' ? (isOff ? rest + b : rest) : isOff ? a / b - 1n : a / b);
    }
    case '**':
      if (b < 0n) return calculateFloats('**', asFloat(a), asFloat(b), budget);
      if (b > 1_000_000n && a !== 0n && a !== 1n && a !== -1n) bounded(Number.POSITIVE_INFINITY, budget);
      bounded(bitsOf(a) * Number(b), budget);
      return integerOf(a ** b);
  }
}

const isSmall = (value: bigint): boolean => Number.isSafeInteger(Number(value));

function bounded(bits: number, budget: Budget): void {
  // Multiplying takes time with more than the number's length.
  budget.build(bits / 8);
  budget.spend((bits / 64) ** 1.6);
}

function calculateFloats(operator: ArithmeticOperator, a: number, b: number, budget: Budget): Value {
  switch (operator) {
    case '+':
      return floatOf(a + b);
    case '-':
      return floatOf(a - b);
    case '*':
      return floatOf(a * b);
    case '/':
      if (b === 0) throw new Failure('float division by zero');
      return floatOf(a / b);
    case '//':
    case '%': {
      if (b === 0) throw new Failure(operator === '%' ? 'float modulo' : 'float floor division by zero');
      const rest = a % b;
      const isOff = rest !== 0 && rest < 0 !== b < 0;
      if (operator === '%') return floatOf(rest === 0 ? (b < 0 ? -0 : 0) : isOff ? rest + b : rest);
      const quotient = (a - rest) / b - (isOff ? 1 : 0);
      if (quotient === 0) return floatOf(a / b < 0 || Object.is(a / b, -0) ? -0 : 0);
      const whole = Math.floor(quotient);
      return floatOf(quotient - whole > 0.5 ? whole + 1 : whole);
    }
    case '**': {
      if (a === 0 && b < 0) throw new Failure('zero cannot be raised to a negative power');
      if (a < 0 && !Number.isInteger(b)) throw new Failure('the power is a complex number');
      const isExact = Number.isInteger(b) && Math.abs(b) <= mostExact && a !== 0 && Number.isFinite(a);
      budget.spend(isExact ? 256 : 0);
      const result = isExact ? powerOf(a, b) : a ** b;
      if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
        throw new Failure('Numerical result out of range');
      return floatOf(result);
    }
  }
}

/** Texts, lists and tuples: joined, repeated, and `%` for a text. */
function combine(operator: ArithmeticOperator, a: Value, b: Value, budget: Budget): Value | undefined {
  if (operator === '+') {
    if (typeof a === 'string' && typeof b === 'string') {
      budget.build(a.length + b.length);
      return a + b;
    }
    if (a instanceof Tuple && b instanceof Tuple) {
      budget.buildItems(a.items.length + b.items.length);
      return new Tuple([...a.items, ...b.items]);
    }
    if (!Array.isArray(a) || !Array.isArray(b)) return undefined;
    budget.buildItems(a.length + b.length);
    return [...a, ...b];
  }
  if (operator === '%' && typeof a === 'string') return printf(a, b, budget);
  if (operator !== '*') return undefined;
  const [holder, times] = timesOf(a) === undefined ? [a, timesOf(b)] : [b, timesOf(a)];
  if (times === undefined) return undefined;
  const size =
    typeof holder === 'string' || Array.isArray(holder)
      ? holder.length
      : holder instanceof Tuple
        ? holder.items.length
        : undefined;
  if (size === undefined) return undefined;
  if (typeof holder === 'string') {
    budget.build(size * times);
    return holder.repeat(times);
  }
  budget.buildItems(size * times);
  const items = Array.isArray(holder) ? holder : (holder as Tuple).items;
  const repeated = Array.from({ length: size * times }, (_, index) => items[index % size]!);
  return Array.isArray(holder) ? repeated : new Tuple(repeated);
}

const timesOf = (value: Value): number | undefined =>
  typeof value === 'boolean' || isInteger(value) ? Math.max(0, Number(value)) : undefined;

export function negate(value: Value, sign: '-' | '+'): Value {
  if (value instanceof Undefined) throw missing(value);
  const number = numberOf(value);
  if (number === undefined) throw new Failure(`bad operand type for unary ${sign}: '${typeName(value)}'`);
  const isWhole = typeof value === 'boolean' || isInteger(value);
  if (!isWhole) return floatOf(sign === '-' ? -Number(number) : Number(number));
  return sign === '-' ? integerOf(-BigInt(number)) : number;
}

/** `holder[start:stop:step]`; undefined when the holder has no slices. */
export function slice(holder: Value, parts: readonly (number | undefined)[], budget: Budget): Value | undefined {
  if (typeof holder === 'string') return picked(charactersOf(holder), parts, budget).join('');
  if (holder instanceof Tuple) return new Tuple(picked(holder.items, parts, budget));
  if (Array.isArray(holder)) return picked(holder, parts, budget);
  if (!(holder instanceof Range)) return undefined;
  const { start, stop, step } = boundsOf(parts, holder.length);
  return new Range(holder.at(start), holder.at(stop), holder.step * step);
}

function picked<Item>(items: readonly Item[], parts: readonly (number | undefined)[], budget: Budget): Item[] {
  const { start, stop, step } = boundsOf(parts, items.length);
  budget.buildItems(Math.max(0, Math.ceil((stop - start) / step)));
  const some: Item[] = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) some.push(items[index]!);
  return some;
}

/** Python's rules for bounds that are negative, past the end or left out. */
function boundsOf([from, to, by]: readonly (number | undefined)[], length: number) {
  const step = by ?? 1;
  if (step === 0) throw new Failure('slice step cannot be zero');
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const within = (bound: number) => Math.max(lowest, Math.min(highest, bound < 0 ? bound + length : bound));
  return {
    start: from === undefined ? (step > 0 ? lowest : highest) : within(from),
    stop: to === undefined ? (step > 0 ? highest : lowest) : within(to),
    step,
  };
}
