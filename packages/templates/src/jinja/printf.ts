import type { Budget } from '../budget';
import { charactersOf, lengthOf, partOf } from './characters';
import { exponential, fixed, general } from './numbers';
import { asciiOf, reprOf, textOf } from './show';
import { Dict, Failure, isInteger, numberOf, Range, Tuple, typeName, type Value } from './value';

const directive = /%(?:\(([^)]{0,250})\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([\s\S]?)/g;

/** Python's `template % values` (https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting). */
export function printf(template: string, values: Value, budget: Budget): string {
  const list = values instanceof Tuple ? values.items : [values];
  let next = 0;
  let isNamed = false;
  const take = (): Value => {
    if (isNamed || next >= list.length) throw new Failure('not enough arguments for format string');
    return list[next++]!;
  };
  const size = (part: string | undefined) => {
    if (part !== '*') return part === undefined ? undefined : Number(part);
    const value = take();
    if (!isInteger(value)) throw new Failure('* wants int');
    return Number(value);
  };
  budget.build(template.length);
  const converted = ([whole, name, flags = '', widthPart, precisionPart, kind = '']: RegExpExecArray): string => {
    if (whole === '%%') return '%';
    if (kind === '') throw new Failure('incomplete format');
    let value: Value;
    const wanted = size(widthPart) ?? 0;
    const width = Math.abs(wanted);
    const given = size(precisionPart);
    const precision = given === undefined ? undefined : Math.max(0, given);
    if (name === undefined) value = take();
    else {
      isNamed = true;
      if (!(values instanceof Dict)) throw new Failure('format requires a mapping');
      const found = values.get(name);
      if (found === undefined) throw new Failure(`KeyError: '${name}'`);
      value = found;
    }
    const { sign, body } = formatted(value, kind, flags, precision, budget);
    budget.build(Math.max(width, body.length));
    const room = width - lengthOf(sign) - lengthOf(body);
    if (room <= 0) return sign + body;
    if (flags.includes('-') || wanted < 0) return sign + body + ' '.repeat(room);
    return flags.includes('0') && 'diouxXeEfFgG'.includes(kind)
      ? sign + '0'.repeat(room) + body
      : ' '.repeat(room) + sign + body;
  };
  // One by one: what comes behind a directive that fails is not even read.
  let text = '';
  let end = 0;
  for (const found of template.matchAll(directive)) {
    text += template.slice(end, found.index) + converted(found);
    end = found.index + found[0].length;
  }
  text += template.slice(end);
  const isMapping = values instanceof Dict || Array.isArray(values) || values instanceof Range;
  if (!isNamed && next < list.length && !isMapping)
    throw new Failure('not all arguments converted during string formatting');
  return text;
}

function formatted(value: Value, kind: string, flags: string, precision: number | undefined, budget: Budget) {
  switch (kind) {
    case 's':
    case 'r':
    case 'a': {
      const text = { s: textOf, r: reprOf, a: asciiOf }[kind](value, budget);
      return { sign: '', body: precision === undefined ? text : partOf(text, 0, precision) };
    }
    case 'c': {
      if (typeof value === 'string' && charactersOf(value).length === 1) return { sign: '', body: value };
      if (isInteger(value) && value >= 0 && value <= 0x10ffff)
        return { sign: '', body: String.fromCodePoint(Number(value)) };
      throw new Failure('%c requires int or char');
    }
  }
  const number = numberOf(value);
  const what = 'diu'.includes(kind) ? 'a real number' : 'an integer';
  if (number === undefined) {
    if ('eEfFgG'.includes(kind)) throw new Failure(`must be real number, not ${typeName(value)}`);
    throw new Failure(`%${kind} format: ${what} is required, not ${typeName(value)}`);
  }
  if ('diuoxX'.includes(kind)) return integer(value, number, kind, flags, precision);
  if ('eEfFgG'.includes(kind)) return real(Number(number), kind, flags, precision ?? 6, budget);
  throw new Failure(`unsupported format character '${kind}'`);
}

function integer(value: Value, number: number | bigint, kind: string, flags: string, precision = 0) {
  const isWhole = typeof value === 'boolean' || isInteger(value);
  if (!isWhole && 'oxX'.includes(kind)) throw new Failure(`%${kind} format: an integer is required, not float`);
  if (typeof number === 'number' && !Number.isFinite(number)) throw new Failure('cannot convert float to integer');
  const whole = typeof number === 'bigint' ? number : BigInt(Math.trunc(number));
  const base = kind === 'o' ? 8 : kind === 'x' || kind === 'X' ? 16 : 10;
  const digits = (whole < 0n ? -whole : whole).toString(base).padStart(precision, '0');
  const prefix = flags.includes('#') && base !== 10 ? `0${kind}` : '';
  return { sign: signOf(whole < 0n, flags) + prefix, body: kind === 'X' ? digits.toUpperCase() : digits };
}

function real(value: number, kind: string, flags: string, precision: number, budget: Budget) {
  const size = Math.abs(value);
  const isLow = kind === kind.toLowerCase();
  const write = { f: fixed, e: exponential }[kind.toLowerCase()];
  const text = write ? write(size, precision, budget) : general(size, precision, flags.includes('#'), budget);
  return { sign: signOf(value < 0 || Object.is(value, -0), flags), body: isLow ? text : text.toUpperCase() };
}

const signOf = (isNegative: boolean, flags: string) =>
  isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
