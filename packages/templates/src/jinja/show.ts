import { type Budget } from '../budget';

import { Dict, Failure, Float, missing, nothing, Thing, Tuple, Undefined, type Value, View } from './value';

/** What `{{ value }}` prints: Python's `str`. */
export function textOf(value: Value, budget: Budget): string {
  if (typeof value === 'string') return value;
  if (value instanceof Undefined) throw missing(value);
  if (value === nothing) return '';
  return reprOf(value, budget);
}

/** Deeper ones are a limit's affair. */
const deepest = 100;

/** Python's `repr`: what a value looks like inside of a list. */
export function reprOf(value: Value, budget: Budget, within: readonly Value[] = []): string {
  if (typeof value === 'string') return quoted(value, budget);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'bigint') return bigintText(value, budget);
  if (value instanceof Float) return numberText(value.value, true);
  if (within.includes(value)) return value instanceof Dict ? '{...}' : '[...]';
  if (within.length >= deepest) throw new Failure('maximum recursion depth exceeded');
  const inner = [...within, value];
  const show = (item: Value) => {
    const text = reprOf(item, budget, inner);
    budget.build(text.length);
    return text;
  };
  budget.spend(value instanceof Tuple || value instanceof View ? 8 : 1);
  if (value instanceof Thing) return value.repr(show);
  return `[${value.map(show).join(', ')}]`;
}

function bigintText(value: bigint, budget: Budget): string {
  // The digits of a long number take time with their square.
  const bits = value.toString(16).length * 4;
  budget.spend((bits / 64) ** 2);
  if (bits > 14_000) throw new Failure('Exceeds the limit (4300 digits) for integer string conversion');
  return value.toString();
}

/** Python's `repr` of a float: the shortest digits that give it back, with an exponent from 1e16 on and below 1e-4. */
export function numberText(value: number, asFloat = !Number.isSafeInteger(value)): string {
  if (!asFloat) return String(value === 0 ? 0 : value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16))
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const plain = Object.is(value, -0) ? '-0' : wholeText(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** JavaScript writes small numbers with an exponent from 1e-7 on; here they are not that small. */
const wholeText = (value: number): string => {
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toFixed(20).replace(/0+$/, '');
};

const named: { readonly [character: string]: string } = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const special =
  /[\\\n\r\t]|[^\P{C}\ud800-\udfff]|[\p{Zl}\p{Zp}]|(?! )\p{Zs}|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** In single quotes, unless there are only single ones inside. What cannot be printed is escaped. */
function quoted(text: string, budget: Budget): string {
  budget.build(text.length + 2);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(special, (character) => named[character] ?? escapeOf(character.codePointAt(0)!));
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

/** Python's `ascii`: the same, and what is not ASCII is escaped. */
export const asciiOf = (value: Value, budget: Budget): string => {
  const text = reprOf(value, budget).replace(/[^\0-\x7f]/gu, (character) => escapeOf(character.codePointAt(0)!));
  budget.build(text.length);
  return text;
};

function escapeOf(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** `str(value)` of something that a filter takes for a text, and its length, which the budget has seen. */
export function softText(value: Value, budget: Budget): string {
  const text = textOf(value, budget);
  budget.spend(text.length);
  return text;
}
