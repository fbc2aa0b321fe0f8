import { lengthOf, partOf } from './characters';
import { exponential, fixed, general } from './numbers';
import type { Run } from './run';
import { numberText, textOf } from './show';
import { Failure, isInteger, missing, numberOf, typeName, Undefined, type Value } from './value';

const specForm = /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([_,])?(?:\.(\d+))?([a-zA-Z%])?$/u;

interface Spec {
  readonly fill: string | undefined;
  readonly align: string | undefined;
  readonly sign: string | undefined;
  /** `z`: what is rounded to zero has no sign. */
  readonly noNegativeZero: boolean;
  /** `#` */
  readonly alternate: boolean;
  /** `0` ahead of the width. */
  readonly zero: boolean;
  readonly width: number;
  readonly grouping: string | undefined;
  readonly precision: number | undefined;
  readonly kind: string | undefined;
}

/** `format(value, spec)` (https://docs.python.org/3/library/string.html#formatspec). */
export function formatValue(value: Value, written: string, run: Run): string {
  if (value instanceof Undefined) throw missing(value);
  if (written === '') return textOf(value, run.budget);
  const spec = specIn(written);
  if (!spec) throw new Failure(`Invalid format specifier '${written}' for object of type '${typeName(value)}'`);
  const { fill, align, zero, width, grouping, kind } = spec;
  run.budget.build(width);
  const number = numberOf(value);
  if (number === undefined) {
    if (typeof value !== 'string')
      throw new Failure(`unsupported format string passed to ${typeName(value)}.__format__`);
    return formatText(value, spec);
  }
  const isWhole = typeof value === 'boolean' || isInteger(value);
  const { prefix = '', digits } =
    isWhole && isIntegerKind(kind)
      ? integerDigits(BigInt(number), spec)
      : { digits: realDigits(Math.abs(Number(number)), spec, isWhole, run) };
  const isZero = spec.noNegativeZero && !/[1-9in]/.test(digits.replace(/e.*/, ''));
  const isNegative = (number < 0 || Object.is(number, -0)) && !isZero;
  const mark = `${isNegative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : ''}${prefix}`;
  const layout = { fill: fill ?? (zero ? '0' : ' '), align: align ?? (zero ? '=' : '>'), width };
  if (grouping && layout.fill === '0' && layout.align === '=') {
    const [whole = '', ...fraction] = digits.replaceAll(grouping, '').split(/(?=[.%])|(?=e[-+])/);
    const rest = fraction.join('');
    const wide = widened(whole, width - lengthOf(mark) - rest.length, groupSize(kind));
    return mark + grouped(wide, grouping, groupSize(kind)) + rest;
  }
  return padded(mark, digits, layout);
}

function specIn(written: string): Spec | undefined {
  const parts = specForm.exec(written);
  if (!parts) return undefined;
  const [, fill, align, sign, z, alternate, zero, width, grouping, precision, kind] = parts;
  return {
    ...{ fill, align, sign, noNegativeZero: z !== undefined, alternate: alternate !== undefined },
    ...{ zero: zero !== undefined, width: Number(width ?? 0), grouping, kind },
    precision: precision === undefined ? undefined : Number(precision),
  };
}

function formatText(value: string, { fill, align, sign, noNegativeZero, alternate, zero, width, ...spec }: Spec) {
  const { grouping, precision, kind } = spec;
  if (kind !== undefined && kind !== 's') throw new Failure(`Unknown format code '${kind}' for object of type 'str'`);
  if (sign !== undefined) throw new Failure('Sign not allowed in string format specifier');
  if (noNegativeZero) throw new Failure('Negative zero coercion (z) not allowed in string format specifier');
  if (alternate) throw new Failure('Alternate form (#) not allowed in string format specifier');
  if (grouping) throw new Failure(`Cannot specify '${grouping}' with 's'.`);
  if (align === '=') throw new Failure("'=' alignment not allowed in string format specifier");
  const text = precision === undefined ? value : partOf(value, 0, precision);
  return padded('', text, { fill: fill ?? (zero ? '0' : ' '), align: align ?? '<', width });
}

const isIntegerKind = (kind: string | undefined) => kind === undefined || 'dnbcoxX'.includes(kind);
const bases: { readonly [kind: string]: number } = { b: 2, o: 8, x: 16, X: 16 };
const groupSize = (kind: string | undefined) => (kind !== undefined && Object.hasOwn(bases, kind) ? 4 : 3);

function integerDigits(value: bigint, spec: Spec): { readonly prefix?: string; readonly digits: string } {
  const { kind = 'd', alternate, grouping, precision, sign, noNegativeZero } = spec;
  if (precision !== undefined) throw new Failure('Precision not allowed in integer format specifier');
  if (noNegativeZero) throw new Failure('Negative zero coercion (z) not allowed in integer format specifier');
  if (grouping && (kind === 'n' || kind === 'c' || (grouping === ',' && kind !== 'd')))
    throw new Failure(`Cannot specify '${grouping}' with '${kind}'.`);
  if (kind === 'c') {
    if (sign !== undefined || alternate)
      throw new Failure("Sign and alternate form are not allowed with integer format specifier 'c'");
    if (value < 0n || value > 0x10ffffn) throw new Failure('%c arg not in range(0x110000)');
    return { digits: String.fromCodePoint(Number(value)) };
  }
  const base = bases[kind] ?? 10;
  const digits = (value < 0n ? -value : value).toString(base);
  const text = grouping ? grouped(digits, grouping, groupSize(kind)) : digits;
  return {
    prefix: alternate && base !== 10 ? `0${kind}` : '',
    digits: kind === 'X' ? text.toUpperCase() : text,
  };
}

function realDigits(size: number, { kind, precision, alternate, grouping }: Spec, isWhole: boolean, { budget }: Run) {
  if (grouping && kind === 'n') throw new Failure(`Cannot specify '${grouping}' with 'n'.`);
  let text: string;
  switch (kind?.toLowerCase()) {
    case 'f':
      text = fixed(size, precision ?? 6, budget);
      break;
    case 'e':
      text = exponential(size, precision ?? 6, budget);
      break;
    case 'g':
    case 'n':
      text = general(size, precision ?? 6, alternate, budget);
      break;
    case '%':
      text = `${fixed(size * 100, precision ?? 6, budget)}%`;
      break;
    case undefined:
      if (precision === undefined) text = numberText(size, !isWhole);
      else {
        text = general(size, precision, alternate, budget);
        if (!/[.en]/.test(text)) text += '.0';
      }
      break;
    default:
      throw new Failure(`Unknown format code '${kind}' for object of type '${isWhole ? 'int' : 'float'}'`);
  }
  if (alternate) text = text.replace(/^(\d+)(?![\d.])/, '$1.');
  if (kind && kind !== kind.toLowerCase()) text = text.toUpperCase();
  if (!grouping) return text;
  const [, whole = '', rest = ''] = /^(\d+)([\s\S]*)$/.exec(text) ?? ['', '', text];
  return whole ? grouped(whole, grouping, 3) + rest : text;
}

function grouped(digits: string, separator: string, size: number): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= size) groups.push(digits.slice(Math.max(0, end - size), end));
  return groups.reverse().join(separator);
}

/** As many zeros ahead as it takes for the digits, in groups, to fill the room. */
function widened(digits: string, room: number, size: number): string {
  let count = Math.floor((Math.max(0, room) * size) / (size + 1));
  while (count + Math.floor((count - 1) / size) < room) count++;
  return digits.padStart(count, '0');
}

function padded(
  sign: string,
  body: string,
  { fill, align, width }: { fill: string; align: string; width: number },
): string {
  const room = width - lengthOf(sign) - lengthOf(body);
  if (room <= 0) return sign + body;
  switch (align) {
    case '<':
      return sign + body + fill.repeat(room);
    case '=':
      return sign + fill.repeat(room) + body;
    case '^':
      return fill.repeat(room >> 1) + sign + body + fill.repeat(room - (room >> 1));
    default:
      return fill.repeat(room) + sign + body;
  }
}
