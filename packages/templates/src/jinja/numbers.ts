import type { Budget } from '../budget';
import { trimmed } from './space';
import { Failure } from './value';

/** m and e with value = m × 2^e, exactly. */
export function partsOf(value: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const high = bits.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(bits.getUint32(4));
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}

/** The integer nearest to value × 10^digits, computed exactly, with half going to the even one. */
function scaled(value: number, digits: number): bigint {
  const { mantissa, exponent } = partsOf(value);
  let top = mantissa;
  let bottom = 1n;
  if (digits >= 0) top *= 10n ** BigInt(digits);
  else bottom *= 10n ** BigInt(-digits);
  if (exponent >= 0) top <<= BigInt(exponent);
  else bottom <<= BigInt(-exponent);
  return dividedToEven(top, bottom);
}

/** top / bottom as the nearest integer, with half going to the even one; bottom is above 0. */
function dividedToEven(top: bigint, bottom: bigint): bigint {
  const negative = top < 0n;
  const size = negative ? -top : top;
  const whole = size / bottom;
  const twice = (size % bottom) * 2n;
  const rounded = twice > bottom || (twice === bottom && whole % 2n === 1n) ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}

/** Python's `round` of a float to decimal digits. */
export function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 323) return value;
  if (digits < -308) return value < 0 ? -0 : 0;
  const rounded = Number(`${scaled(value, digits)}e${-digits}`);
  return rounded === 0 && (value < 0 || Object.is(value, -0)) ? -0 : rounded;
}

/** `%.2f`: fixed digits after the point, with exact ties going to the even digit. */
export function fixed(value: number, digits: number, budget: Budget): string {
  const special = specialText(value);
  if (special) return special;
  budget.spend(digits + 400);
  if (digits > 2000) throw new Failure('precision too big');
  const negative = value < 0 || Object.is(value, -0);
  const size = scaled(Math.abs(value), digits)
    .toString()
    .padStart(digits + 1, '0');
  const whole = size.slice(0, size.length - digits);
  return `${negative ? '-' : ''}${whole}${digits > 0 ? `.${size.slice(-digits)}` : ''}`;
}

/** `%.2e`: one digit before the point. */
export function exponential(value: number, digits: number, budget: Budget): string {
  const special = specialText(value);
  if (special) return special;
  budget.spend(digits + 400);
  if (digits > 2000) throw new Failure('precision too big');
  const negative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  let power = size === 0 ? 0 : Number(size.toExponential().split('e')[1]);
  let text = scaled(size, digits - power)
    .toString()
    .padStart(digits + 1, '0');
  if (text.length > digits + 1) {
    power += 1;
    text = scaled(size, digits - power).toString();
  }
  const exponent = `${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return `${negative ? '-' : ''}${text[0]}${digits > 0 ? `.${text.slice(1)}` : ''}e${exponent}`;
}

/** `%.6g`: as many significant digits, in whichever form is shorter; `alternate` keeps zeros at the end. */
export function general(value: number, digits: number, alternate: boolean, budget: Budget): string {
  const special = specialText(value);
  if (special) return special;
  const precision = digits === 0 ? 1 : digits;
  const [mantissa = '', exponent = ''] = exponential(value, precision - 1, budget).split('e');
  const power = Number(exponent);
  const isScientific = power < -4 || power >= precision;
  const text = isScientific ? mantissa : fixed(value, Math.max(precision - 1 - power, 0), budget);
  const trimmed = alternate || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
  return isScientific ? `${trimmed}e${exponent}` : trimmed;
}

function specialText(value: number): string | undefined {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? undefined : value > 0 ? 'inf' : '-inf';
}

const integerForm = /^([-+]?)(?:(\d+(?:_\d+)*))$/;
const floatForm =
  /^[-+]?(?:(?:\d+(?:_\d+)*\.?|\d*(?:_\d+)*\.\d+(?:_\d+)*|\d+(?:_\d+)*\.\d+(?:_\d+)*)(?:e[-+]?\d+(?:_\d+)*)?|inf(?:inity)?|nan)$/i;

/** `int("42")`; undefined when the text is no integer of this base. */
export function parseInteger(written: string, base = 10): bigint | undefined {
  const text = trimmed(written);
  if (base === 10) {
    if (text.length > 4300) return undefined;
    const [, sign, digits] = integerForm.exec(text) ?? [];
    if (digits === undefined) return undefined;
    const value = BigInt(digits.replaceAll('_', ''));
    return sign === '-' ? -value : value;
  }
  const [, sign, prefix, digits] = /^([-+]?)(0[xob])?([\da-z]+(?:_[\da-z]+)*)$/i.exec(text) ?? [];
  if (digits === undefined || text.length > 4300) return undefined;
  const prefixBase = prefix === undefined ? undefined : { x: 16, o: 8, b: 2 }[prefix[1]!.toLowerCase()];
  if (prefixBase && base !== 0 && prefixBase !== base) return parseDigits(sign, `${prefix}${digits}`, base);
  if (base === 0 && !prefixBase && /^0\d*[1-9]/.test(digits)) return undefined;
  return parseDigits(sign, digits, prefixBase ?? (base === 0 ? 10 : base));
}

function parseDigits(sign: string | undefined, digits: string, base: number): bigint | undefined {
  let value = 0n;
  for (const digit of digits.replaceAll('_', '')) {
    const worth = Number.parseInt(digit, 36);
    if (!(worth < base)) return undefined;
    value = value * BigInt(base) + BigInt(worth);
  }
  return sign === '-' ? -value : value;
}

/** `float("4.2")`; undefined when the text is no number. */
export function parseFloatText(text: string): number | undefined {
  if (!floatForm.test(trimmed(text))) return undefined;
  const plain = trimmed(text).replaceAll('_', '').toLowerCase();
  if (plain.endsWith('nan')) return Number.NaN;
  if (/inf/.test(plain)) return plain.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(plain);
}
