import { parsedTimestamp } from './attribute-value';
import { Unanswered } from './unanswered';

/**
 * What the operators of an expression do, once their operands have values. CEL's int is a bigint, double a number,
 * timestamp a `Date`, list an array, map a `Map` of text keys. Publishing has checked the types, so that nothing here meets
 * a pair that CEL knows no operator for.
 */
export const operators: { readonly [operator: string]: (a: any, b: any) => unknown } = {
  '!': (a) => !a,
  neg: (a) => -a,
  '==': isEqual,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '+': (a, b) => (Array.isArray(a) ? [...a, ...b] : int64(a + b)),
  '-': (a, b) => int64(a - b),
  '*': (a, b) => int64(a * b),
  '/': (a, b) => a / divisor(b),
  '%': (a, b) => a % divisor(b),
  in: (a, b) => (b instanceof Map ? b.has(a) : b.some((one: unknown) => isEqual(a, one))),
  at: (a, b) => (a instanceof Map ? a.get(b) : a[b]) ?? fail(`nothing at ${b}`),
  has: (a, b) => a.has(b),
  size: (a) => BigInt(a.size ?? [...a].length),
  startsWith: (a, b) => a.startsWith(b),
  endsWith: (a, b) => a.endsWith(b),
  contains: (a, b) => a.includes(b),
  lowerAscii: (a) => a.toLowerCase(),
  int: (a) => (Number.isFinite(a) ? BigInt(Math.trunc(a)) : fail(`${a} is no int`)),
  double: Number,
  timestamp: (a) => parsedTimestamp(a) ?? fail(`${a} is no timestamp`),
};

function fail(reason: string): never {
  throw new Unanswered(reason);
}

const int64 = <Value>(value: Value): Value =>
  typeof value !== 'bigint' || value === BigInt.asIntN(64, value) ? value : fail('int overflow');

const divisor = <Value>(value: Value): Value => (value === 0n ? fail('division by zero') : value);

function isEqual(a: any, b: any): boolean {
  if (a instanceof Date) return +a === +b;
  if (Array.isArray(a)) return a.length === b.length && a.every((one, at) => isEqual(one, b[at]));
  if (a instanceof Map)
    return a.size === b.size && [...a].every(([key, one]) => b.has(key) && isEqual(one, b.get(key)));
  return a === b;
}
