import { formatValue } from './format-value';
import { type Native, native, openNative, text } from './native';
import type { Named, Run } from './run';
import { asciiOf, reprOf, textOf } from './show';
import { Dict, Failure, missing, typeName, Undefined, type Value } from './value';

/** A member of a value, by `.name` or by `[key]`. */
export interface Reach {
  attribute(value: Value, name: string): Value | undefined;
  item(value: Value, key: Value, run: Run): Value;
}

/** Python's `template.format(…)` (https://docs.python.org/3/library/string.html#format-string-syntax). */
export function formatMethods(reach: Reach): { readonly [name: string]: Native } {
  return {
    format: openNative((run, self, positional, named) => formatText(reach, text(self), positional, named, run)),
    format_map: native([['mapping']], (run, self, mapping) => {
      if (!(mapping instanceof Dict)) throw new Failure('format requires a mapping');
      const named = new Map(mapping.entries().map(([key, value]) => [String(key), value]));
      return formatText(reach, text(self), [], named, run);
    }),
  };
}

/** Fields are numbered by themselves, or all of them by hand; those within specs go on counting. */
class Numbering {
  private next = 0;
  private isManual: boolean | undefined;

  /** The argument that a field's first part means; undefined: it is a name. */
  indexOf(first: string): number | undefined {
    const isManual = /^\d+$/.test(first);
    if (first !== '' && !isManual) return undefined;
    if (this.isManual !== undefined && this.isManual !== isManual)
      throw new Failure('cannot switch between manual field specification and automatic field numbering');
    this.isManual = isManual;
    return isManual ? Number(first) : this.next++;
  }
}

function formatText(
  reach: Reach,
  template: string,
  positional: readonly Value[],
  named: Named,
  run: Run,
  numbering = new Numbering(),
  depth = 2,
): string {
  if (depth === 0) throw new Failure('Max string recursion exceeded');
  const { budget } = run;
  let written = '';
  let at = 0;
  while (at < template.length) {
    const brace = /[{}]/g;
    brace.lastIndex = at;
    const found = brace.exec(template);
    written += template.slice(at, found?.index);
    if (!found) break;
    const { index } = found;
    if (template[index + 1] === found[0]) {
      written += found[0];
      at = index + 2;
      continue;
    }
    if (found[0] === '}') throw new Failure("Single '}' encountered in format string");
    budget.spend(48);
    const { name, conversion, spec, end } = fieldAt(template, index + 1);
    const value = converted(lookUp(name), conversion, budget);
    const inner = spec.includes('{') ? formatText(reach, spec, positional, named, run, numbering, depth - 1) : spec;
    const part = formatValue(value, inner, run);
    budget.build(part.length);
    written += part;
    at = end;
  }
  budget.build(written.length);
  return written;

  function lookUp(field: string): Value {
    const [, first = '', rest = ''] = /^([^.[]*)([\s\S]*)$/.exec(field) ?? [];
    const index = numbering.indexOf(first);
    const start = index === undefined ? named.get(first) : positional[index];
    if (start === undefined)
      throw new Failure(
        index === undefined ? `KeyError: '${first}'` : 'Replacement index out of range for positional args tuple',
      );
    if (start instanceof Undefined) throw missing(start);
    let value: Value = start;
    for (const { name, key } of stepsIn(rest)) {
      const found: Value | undefined =
        name === undefined
          ? reach.item(value, /^\d+$/.test(key!) ? Number(key) : key!, run)
          : reach.attribute(value, name);
      if (found === undefined) throw new Failure(`'${typeName(value)}' object has no attribute '${name}'`);
      if (found instanceof Undefined) throw new Failure(`KeyError: '${key}'`);
      value = found;
    }
    return value;
  }
}

function converted(value: Value, conversion: string | undefined, budget: Run['budget']): Value {
  switch (conversion) {
    case undefined:
      return value;
    case 's':
      return textOf(value, budget);
    case 'r':
      return reprOf(value, budget);
    case 'a':
      return asciiOf(value, budget);
    default:
      throw new Failure(`Unknown conversion specifier ${conversion}`);
  }
}

interface Field {
  readonly name: string;
  readonly conversion: string | undefined;
  readonly spec: string;
  /** Behind its closing brace. */
  readonly end: number;
}

/** A replacement field, from behind its opening brace. */
function fieldAt(template: string, start: number): Field {
  const fieldName = /(?:[^[{}:!]|\[[^\]]*\]?)*/y;
  fieldName.lastIndex = start;
  const [name = ''] = fieldName.exec(template) ?? [];
  let at = start + name.length;
  const next = template[at++];
  if (next === '{') throw new Failure("unexpected '{' in field name");
  if (next === '}') return { name, conversion: undefined, spec: '', end: at };
  if (next === undefined) throw new Failure("expected '}' before end of string");
  let conversion: string | undefined;
  if (next === '!') {
    conversion = String.fromCodePoint(template.codePointAt(at) ?? 0x7d);
    at += conversion.length;
    if (template[at] === '}') return { name, conversion, spec: '', end: at + 1 };
    if (template[at++] !== ':') throw new Failure("expected ':' after conversion specifier");
  }
  for (let end = at, depth = 1; end < template.length; end++) {
    if (template[end] === '{') depth++;
    else if (template[end] === '}' && --depth === 0)
      return { name, conversion, spec: template.slice(at, end), end: end + 1 };
  }
  throw new Failure("expected '}' before end of string");
}

/** `.name` and `[key]` behind a field's first part. */
function* stepsIn(rest: string): Generator<{ readonly name?: string; readonly key?: string }> {
  const step = /\.([^.[]*)|\[([^\]]*)(\]?)/y;
  while (step.lastIndex < rest.length) {
    const [, name, key, closing] = step.exec(rest) ?? [];
    if (name === undefined && key === undefined)
      throw new Failure("Only '.' or '[' may follow ']' in format field specifier");
    if (closing === '') throw new Failure("Missing ']' in format string");
    if ((name ?? key) === '') throw new Failure('Empty attribute in format string');
    yield { name, key };
  }
}
