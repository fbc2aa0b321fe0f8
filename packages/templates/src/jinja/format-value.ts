import { lengthOf, partOf } from './characters';
import { exponential, fixed, general } from './numbers';
import type { Run } from './run';
import { numberText, textOf } from './show';
import { Failure, isInteger, missing, numberOf, typeName, Undefined, type Value } from './value';

const specForm = /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([_,])?(?:\.(\d+))?([a-zA-Z%])?$/u;

/** `format(value, spec)` (https://docs.python.org/3/library/string.html#formatspec). */
export function formatValue(value: Value, spec: string, run: Run): string {
  if (value instanceof Undefined) throw missing(value);
  if (spec === '') return textOf(value, run.budget);
  const parts = specForm.exec(spec);
  if (!parts) throw new Failure(`Invalid format specifier '${spec}' for object of type '${typeName(value)}'`);
  const [, fill, align, sign, , alternate, zero, widthPart, grouping, precisionPart, kind] = parts;
  const width = Number(widthPart ?? 0);
  const precision = precisionPart === undefined ? undefined : Number(precisionPart);
  run.budget.build(width);
  const number = numberOf(value);
  if (number === undefined || (typeof value === 'boolean' && kind === undefined && false)) {
    if (typeof value !== 'string')
      throw new Failure(`unsupported format string passed to ${typeName(value)}.__format__`);
    if (kind !== undefined && kind !== 's') throw new Failure(`Unknown format code '${kind}' for object of type 'str'`);
    const text = precision === undefined ? value : partOf(value, 0, precision);
    return padded('', text, { fill: fill ?? (zero ? '0' : ' '), align: align ?? '<', width });
  }
  const isWhole = typeof value === 'boolean' || isInteger(value);
  const isNegative = number < 0 || Object.is(number, -0);
  const mark = isNegative ? '-' : sign === '+' || sign === ' ' ? sign : '';
  const digits =
    isWhole && isIntegerKind(kind)
      ? integerDigits(BigInt(number), kind, alternate !== undefined, grouping)
      : realDigits(Math.abs(Number(number)), kind, precision, alternate !== undefined, grouping, isWhole, run);
  const layout = { fill: fill ?? (zero ? '0' : ' '), align: align ?? (zero ? '=' : '>'), width };
  if (zero && grouping && !fill && align === undefined) {
    let [whole = '', ...fraction] = digits.split(/(?=[.e%])/);
    const rest = fraction.join('');
    while (lengthOf(mark) + whole.length + rest.length < width)
      whole = grouped(`0${whole.replaceAll(grouping, '')}`, grouping, 3);
    return mark + whole + rest;
  }
  return padded(mark, digits, layout);
}

const isIntegerKind = (kind: string | undefined) => kind === undefined || 'dnbcoxX'.includes(kind);

function integerDigits(value: bigint, kind = 'd', alternate: boolean, grouping: string | undefined): string {
  if (kind === 'c') return String.fromCodePoint(Number(value));
  const base = { b: 2, o: 8, x: 16, X: 16 }[kind] ?? 10;
  const digits = (value < 0n ? -value : value).toString(base);
  const text = grouping ? grouped(digits, grouping, base === 10 ? 3 : 4) : digits;
  const whole = alternate && base !== 10 ? `0${kind}${text}` : text;
  return kind === 'X' ? whole.toUpperCase() : whole;
}

function realDigits(
  size: number,
  kind: string | undefined,
  precision: number | undefined,
  alternate: boolean,
  grouping: string | undefined,
  isWhole: boolean,
  { budget }: Run,
): string {
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
  if (kind && kind !== kind.toLowerCase()) text = text.toUpperCase();
  if (!grouping) return text;
  const [, whole = '', rest = ''] = /^(\d+)([\s\S]*)$/.exec(text) ?? ['', '', text];
  return whole ? grouped(whole, grouping, 3) + rest : text;
}

const grouped = (digits: string, separator: string, size: number): string =>
  digits.replace(new RegExp(`\\B(?=(\\w{${size}})+$)`, 'g'), separator);

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
