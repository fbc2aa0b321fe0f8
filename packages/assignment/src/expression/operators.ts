import { parsedTimestamp } from './attribute-value';
import { Unanswered } from './unanswered';

/**
 * What the operators of an expression do, once their operands have values. CEL's int is a bigint, double a number,
 * timestamp a `Date`, list an array, map a `Map` of text keys. Publishing has checked the types, so that nothing here meets
 * a pair that CEL knows no operator for.
 */
export const operators: { readonly [operator: string]: (...operands: any[]) => unknown } = {
  '!': (a) => !a,
  neg: (a) => -a,
  '==': (a, b) => isEqual(a, b),
  '!=': (a, b) => !isEqual(a, b),
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '+': (a, b) => (typeof a === 'bigint' ? int64(a + b) : Array.isArray(a) ? [...a, ...b] : a + b),
  '-': (a, b) => (typeof a === 'bigint' ? int64(a - b) : a - b),
  '*': (a, b) => (typeof a === 'bigint' ? int64(a * b) : a * b),
  '/': (a, b) => (b === 0n ? fail('a division by zero') : a / b),
  '%': (a, b) => (b === 0n ? fail('a division by zero') : a % b),
  in: (a, b) => (b instanceof Map ? b.has(a) : b.some((one: unknown) => isEqual(a, one))),
  at: (a, b) => (a instanceof Map ? a.get(b) : a[b]) ?? fail(`nothing at ${b}`),
  has: (a, b) => a.has(b),
  list: (...items) => items,
  size: (a) => BigInt(a instanceof Map ? a.size : [...a].length),
  startsWith: (a, b) => a.startsWith(b),
  endsWith: (a, b) => a.endsWith(b),
  contains: (a, b) => a.includes(b),
  lowerAscii: (a) => a.toLowerCase(),
  upperAscii: (a) => a.toUpperCase(),
  trim: (a) => a.trim(),
  int: (a) => (typeof a === 'bigint' ? a : Number.isFinite(a) ? BigInt(Math.trunc(a)) : fail(`no int for ${a}`)),
  double: (a) => Number(a),
  string: (a) => (a === Infinity ? '+Inf' : a === -Infinity ? '-Inf' : String(a)),
  timestamp: (a) => parsedTimestamp(a) ?? fail(`no timestamp: ${a}`),
};

function fail(reason: string): never {
  throw new Unanswered(reason);
}

const int64 = (value: bigint): bigint => (value === BigInt.asIntN(64, value) ? value : fail('an int past 64 bits'));

function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Date) return a.getTime() === (b as Date).getTime();
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => isEqual(one, b[at]));
  return (
    a instanceof Map &&
    b instanceof Map &&
    a.size === b.size &&
    [...a].every(([key, one]) => b.has(key) && isEqual(one, b.get(key)))
  );
}
