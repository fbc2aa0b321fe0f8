import { compare } from '../compare';
import { count, type Native, native } from '../native';
import type { Run } from '../run';
import { numberText, reprOf } from '../show';
import { Dict, Failure, isFloat, isInteger, missing, numberOf, Tuple, typeName, Undefined, type Value } from '../value';
import { pretty } from './pretty';

/** Python's `json.dumps(value, sort_keys=True)`, with `<`, `>`, `&` and `'` written as escapes. */
function toJson(run: Run, value: Value, indent: string | undefined, margin = '\n', depth = 0): string {
  const { budget } = run;
  if (depth > 100) throw new Failure('Circular reference detected');
  budget.spend();
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    budget.build(value.length);
    return jsonText(value);
  }
  if (isInteger(value)) return reprOf(value, budget);
  if (isFloat(value)) return jsonNumber(Number(numberOf(value)));
  if (value instanceof Undefined) throw missing(value);
  const inner = indent === undefined ? '' : margin + indent;
  const glue = indent === undefined ? ', ' : ',';
  const enclosed = (open: string, parts: readonly string[], close: string) => {
    if (parts.length === 0) return open + close;
    const last = indent === undefined ? '' : margin;
    const size = parts.reduce((sum, part) => sum + inner.length + part.length + glue.length, last.length);
    budget.build(size + open.length + close.length - glue.length);
    return open + parts.map((part) => inner + part).join(glue) + last + close;
  };
  const below = (item: Value) => toJson(run, item, indent, inner, depth + 1);
  if (Array.isArray(value) || value instanceof Tuple)
    return enclosed('[', (Array.isArray(value) ? value : value.items).map(below), ']');
  if (!(value instanceof Dict)) throw new Failure(`Object of type ${typeName(value)} is not JSON serializable`);
  const entries = value.entries().sort(([a], [b]) => compare(a, b, budget));
  return enclosed(
    '{',
    entries.map(([key, item]) => `${jsonText(keyText(run, key))}: ${below(item)}`),
    '}',
  );
}

function keyText(run: Run, key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null || typeof key === 'boolean') return String(key);
  if (isInteger(key)) return reprOf(key, run.budget);
  if (isFloat(key)) return jsonNumber(Number(numberOf(key)));
  throw new Failure(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function jsonNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return numberText(value, true);
}

/** In ASCII, as Python writes it, and safe inside of HTML. */
const jsonText = (value: string): string =>
  JSON.stringify(value).replace(
    /[<>&'\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Jinja2's filters that show data. */
export const jsonFilters: { readonly [name: string]: Native } = {
  pprint: native([], (run, self) => pretty(run, self, 0, 0)),
  tojson: native([['indent', null]], (run, self, indent) => {
    if (indent === null) return toJson(run, self, undefined);
    if (typeof indent === 'string') return toJson(run, self, indent);
    const width = Math.max(0, Math.min(count(indent!), 1000));
    return toJson(run, self, ' '.repeat(width));
  }),
};
