import { formatValue } from './format-value';
import { type Native, native, openNative, text } from './native';
import type { Named, Run } from './run';
import { reprOf, textOf } from './show';
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

function formatText(
  reach: Reach,
  template: string,
  positional: readonly Value[],
  named: Named,
  run: Run,
  depth = 2,
): string {
  if (depth === 0) throw new Failure('Max string recursion exceeded');
  let written = '';
  let automatic = 0;
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
    const end = closingOf(template, index);
    const [, field = '', conversion, spec = ''] =
      /^([^!:]*)(?:!([^:]*))?(?::([\s\S]*))?$/.exec(template.slice(index + 1, end)) ?? [];
    const value = lookUp(field, () => automatic++);
    const shown =
      conversion === undefined ? value : conversion === 's' ? textOf(value, run.budget) : reprOf(value, run.budget);
    const inner = spec.includes('{') ? formatText(reach, spec, positional, named, run, depth - 1) : spec;
    const part = formatValue(shown, inner, run);
    run.budget.build(part.length);
    written += part;
    at = end + 1;
  }
  run.budget.build(written.length);
  return written;

  function lookUp(field: string, nextIndex: () => number): Value {
    const [, first = '', rest = ''] = /^([^.[]*)([\s\S]*)$/.exec(field) ?? [];
    const index = first === '' ? nextIndex() : /^\d+$/.test(first) ? Number(first) : undefined;
    let value = index === undefined ? named.get(first) : positional[index];
    if (value === undefined)
      throw new Failure(
        index === undefined ? `KeyError: '${first}'` : 'Replacement index out of range for positional args tuple',
      );
    for (const [, name, key] of rest.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
      if (name !== undefined) {
        const found = reach.attribute(value, name);
        if (found === undefined) throw new Failure(`'${typeName(value)}' object has no attribute '${name}'`);
        value = found;
      } else value = reach.item(value, /^\d+$/.test(key!) ? Number(key) : key!, run);
      if (value instanceof Undefined) throw missing(value);
    }
    return value;
  }
}

function closingOf(template: string, start: number): number {
  let depth = 0;
  for (let at = start; at < template.length; at++) {
    if (template[at] === '{') depth++;
    else if (template[at] === '}' && --depth === 0) return at;
  }
  throw new Failure("expected '}' before end of string");
}
