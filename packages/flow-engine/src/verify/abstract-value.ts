import type { Json, JsonObject } from '@trialogue/plugin-api';

/** Numbers between two bounds, in the order of the real line: CEL compares ints with doubles. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** Whether the bound itself is left out. */
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
  readonly whole: boolean;
}

/** Finitely many strings, or all but finitely many. */
export interface Words {
  readonly of: boolean;
  readonly words: readonly string[];
}

/**
 * A set of values that holds at least those which an expression can have: an abstract domain in the sense of Cousot and
 * Cousot, "Abstract interpretation" (POPL 1977).
 */
export interface Abstract {
  /** Whether it may be missing, or fail to evaluate. */
  readonly missing: boolean;
  readonly bools: readonly boolean[];
  readonly numbers?: Range;
  readonly strings?: Words;
  /** Whether it may be anything else: a list, a map, null. */
  readonly other: boolean;
}

export const nothing: Abstract = { missing: false, bools: [], other: false };
export const allNumbers: Range = { low: -Infinity, high: Infinity, lowOpen: false, highOpen: false, whole: false };
export const allStrings: Words = { of: false, words: [] };
export const anything: Abstract = {
  missing: true,
  bools: [false, true],
  numbers: allNumbers,
  strings: allStrings,
  other: true,
};
export const eitherBool: Abstract = { ...nothing, bools: [false, true] };
export const anyString: Abstract = { ...nothing, strings: allStrings };

export const isEmpty = (value: Abstract): boolean => !value.missing && !hasValue(value);
export const hasValue = ({ bools, numbers, strings, other }: Abstract): boolean =>
  bools.length > 0 || numbers !== undefined || strings !== undefined || other;
export const present = (value: Abstract): Abstract => ({ ...value, missing: false });
/** Whether it has values of more than one type, so that comparing it may fail. */
export const isMixed = ({ bools, numbers, strings, other }: Abstract): boolean =>
  other || [bools.length > 0, numbers, strings].filter(Boolean).length > 1;

/** Exactly one value. */
export function exactly(value: unknown): Abstract {
  if (typeof value === 'boolean') return { ...nothing, bools: [value] };
  if (typeof value === 'string') return { ...nothing, strings: { of: true, words: [value] } };
  if (typeof value !== 'number' && typeof value !== 'bigint') return { ...nothing, other: true };
  const number = Number(value);
  return { ...nothing, numbers: rangeOf(number, number, Number.isInteger(number)) };
}

export const rangeOf = (low: number, high: number, whole: boolean): Range => ({
  ...{ low, high, whole },
  lowOpen: false,
  highOpen: false,
});

/** The values that a slot's schema may accept, and those it refuses left out where that is easy to say. */
export function valuesOf(schema: JsonObject): Abstract {
  if (Array.isArray(schema.enum)) return (schema.enum as Json[]).map(exactly).reduce(join, nothing);
  switch (schema.type) {
    case 'boolean':
      return eitherBool;
    case 'string':
      return anyString;
    default:
      return { ...nothing, numbers: schemaRange(schema) };
  }
}

function schemaRange(schema: JsonObject): Range | undefined {
  const bound = (name: string, otherwise: number) => (typeof schema[name] === 'number' ? schema[name] : otherwise);
  const whole = schema.type === 'integer';
  const least = { ...allNumbers, low: bound('minimum', -Infinity), high: bound('maximum', Infinity) };
  const low = bound('exclusiveMinimum', -Infinity);
  const high = bound('exclusiveMaximum', Infinity);
  return meetRanges(least, { low, high, lowOpen: low > -Infinity, highOpen: high < Infinity, whole });
}

/** Undefined when no number is in both. */
export function meetRanges(a: Range, b: Range): Range | undefined {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  const lowOpen = (a.low === low && a.lowOpen) || (b.low === low && b.lowOpen);
  const highOpen = (a.high === high && a.highOpen) || (b.high === high && b.highOpen);
  const met = { low, high, lowOpen, highOpen, whole: a.whole || b.whole };
  return orNone(met.whole ? tightened(met) : met);
}

/** Bounds of whole numbers are whole themselves. */
function tightened({ low, high, lowOpen, highOpen }: Range): Range {
  const least = lowOpen && Number.isInteger(low) ? low + 1 : Math.ceil(low);
  const most = highOpen && Number.isInteger(high) ? high - 1 : Math.floor(high);
  return rangeOf(least, most, true);
}

const orNone = (range: Range): Range | undefined =>
  range.low > range.high || (range.low === range.high && (range.lowOpen || range.highOpen)) ? undefined : range;

function joinRanges(a: Range, b: Range): Range {
  const low = Math.min(a.low, b.low);
  const high = Math.max(a.high, b.high);
  return {
    ...{ low, high, whole: a.whole && b.whole },
    lowOpen: (a.low > low || a.lowOpen) && (b.low > low || b.lowOpen),
    highOpen: (a.high < high || a.highOpen) && (b.high < high || b.highOpen),
  };
}

const without = (words: readonly string[], others: readonly string[]) => words.filter((word) => !others.includes(word));
const both = (words: readonly string[], others: readonly string[]) => words.filter((word) => others.includes(word));
const either = (words: readonly string[], others: readonly string[]) => [...words, ...without(others, words)];

function meetWords(a: Words, b: Words): Words | undefined {
  if (!a.of && !b.of) return { of: false, words: either(a.words, b.words) };
  const words = a.of ? (b.of ? both(a.words, b.words) : without(a.words, b.words)) : without(b.words, a.words);
  return words.length > 0 ? { of: true, words } : undefined;
}

function joinWords(a: Words, b: Words): Words {
  if (a.of && b.of) return { of: true, words: either(a.words, b.words) };
  if (!a.of && !b.of) return { of: false, words: both(a.words, b.words) };
  return { of: false, words: a.of ? without(b.words, a.words) : without(a.words, b.words) };
}

const onlyOne = <Value>(a: Value | undefined, b: Value | undefined, merge: (a: Value, b: Value) => Value) =>
  a === undefined ? b : b === undefined ? a : merge(a, b);

export const join = (a: Abstract, b: Abstract): Abstract => ({
  missing: a.missing || b.missing,
  bools: [...new Set([...a.bools, ...b.bools])].sort(),
  numbers: onlyOne(a.numbers, b.numbers, joinRanges),
  strings: onlyOne(a.strings, b.strings, joinWords),
  other: a.other || b.other,
});

export const meet = (a: Abstract, b: Abstract): Abstract => ({
  missing: a.missing && b.missing,
  bools: a.bools.filter((bool) => b.bools.includes(bool)),
  numbers: a.numbers && b.numbers && meetRanges(a.numbers, b.numbers),
  strings: a.strings && b.strings && meetWords(a.strings, b.strings),
  other: a.other && b.other,
});

/** What is left of `a` when it does not equal `b`. Only one value can be taken away. */
export function minus(a: Abstract, b: Abstract): Abstract {
  const one = singleOf(b);
  if (one === undefined) return a;
  if (typeof one === 'boolean') return { ...a, bools: a.bools.filter((bool) => bool !== one) };
  if (typeof one === 'string') return { ...a, strings: a.strings && meetWords(a.strings, { of: false, words: [one] }) };
  return { ...a, numbers: a.numbers && withoutNumber(a.numbers, one) };
}

function withoutNumber(range: Range, number: number): Range | undefined {
  const { low, high, whole } = range;
  const open = {
    ...range,
    lowOpen: range.lowOpen || low === number,
    highOpen: range.highOpen || high === number,
  };
  return orNone(whole && Number.isFinite(number) ? tightened(open) : open);
}

/** The one value that it is; undefined when it may be several, or none. */
export function singleOf({ missing, bools, numbers, strings, other }: Abstract): boolean | number | string | undefined {
  if (missing || other) return undefined;
  const singles = [
    ...bools,
    ...(numbers ? (numbers.low === numbers.high ? [numbers.low] : [0, 1]) : []),
    ...(strings ? (strings.of ? strings.words : ['', '']) : []),
  ];
  return singles.length === 1 ? singles[0] : undefined;
}

/** Some of its values: the ends, the middle and what is usual. */
export function pick({ bools, numbers, strings }: Abstract): (boolean | number | string)[] {
  return [...bools, ...(numbers ? pickNumbers(numbers) : []), ...(strings ? pickWords(strings) : [])];
}

function pickNumbers(range: Range): number[] {
  const { low, high, whole } = range;
  const lower = Number.isFinite(low) ? low : Math.min(0, Number.isFinite(high) ? high - 10 : 0);
  const upper = Number.isFinite(high) ? high : Math.max(lower, 0) + 10;
  const step = whole ? 1 : Math.min(1, (upper - lower) / 4);
  const middle = whole ? Math.floor((lower + upper) / 2) : (lower + upper) / 2;
  const numbers = [lower, lower + step, middle, upper - step, upper].map((number) => Number(number.toFixed(6)));
  const isInside = (number: number) => meetRanges(range, rangeOf(number, number, Number.isInteger(number)));
  return [...new Set(numbers)].filter(isInside);
}

const pickWords = ({ of, words }: Words): string[] =>
  of ? words.slice(0, 6) : [['Anna', 'something', 'any other'].find((word) => !words.includes(word)) ?? words.join('')];

/** Whether everything that `a` can be is something that `b` can be. Says no where that is hard to tell. */
export const isWithin = (a: Abstract, b: Abstract): boolean =>
  (b.missing || !a.missing) &&
  (b.other || !a.other) &&
  a.bools.every((bool) => b.bools.includes(bool)) &&
  (a.numbers === undefined || (b.numbers !== undefined && isInside(a.numbers, b.numbers))) &&
  (a.strings === undefined || (b.strings !== undefined && areAmong(a.strings, b.strings)));

const isInside = (a: Range, b: Range): boolean =>
  (a.whole || !b.whole) &&
  (b.low < a.low || (b.low === a.low && (a.lowOpen || !b.lowOpen))) &&
  (b.high > a.high || (b.high === a.high && (a.highOpen || !b.highOpen)));

function areAmong(a: Words, b: Words): boolean {
  if (!a.of) return !b.of && b.words.every((word) => a.words.includes(word));
  return a.words.every((word) => b.words.includes(word) === b.of);
}
