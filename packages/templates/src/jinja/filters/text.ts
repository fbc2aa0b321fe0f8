import { lengthOf, partOf } from '../characters';
import { formatValue } from '../format-value';
import { isIterable, isTrue, itemsOf, sizeOf } from '../items';
import { capitalized, lowered } from '../methods/letters';
import { linesOf, replaced, stripped } from '../methods/text';
import { count, type Native, native, openNative, text } from '../native';
import { parseFloatText } from '../numbers';
import { calculate } from '../operators';
import { softText } from '../show';
import { spaced, wordsOf } from '../space';
import { Dict, Failure, floatOf, numberOf, Tuple, typeName, type Value } from '../value';
import { wrapped } from './wrap';

/** A filter on the text of whatever it is given. */
function onText(parameters: Parameters<typeof native>[0], work: (self: string, ...values: Value[]) => Value): Native {
  return native(parameters, ({ budget }, self, ...values) => {
    const result = work(softText(self, budget), ...values);
    if (typeof result === 'string') budget.build(result.length);
    return result;
  });
}

const escapes: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};
/** As MarkupSafe writes it. */
export const escaped = (value: string): string => value.replace(/[&<>'"]/g, (character) => escapes[character]!);

const escaping = onText([], escaped);
const same = onText([], (self) => self);

const wordStart = spaced(/([-\s({[<]+)/);
const entities: { readonly [name: string]: string } = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** A text without what stands between two marks, and without the marks. */
function without(value: string, open: string, close: string): string {
  let kept = '';
  let at = 0;
  for (let start = value.indexOf(open); start >= 0; start = value.indexOf(open, at)) {
    const end = value.indexOf(close, start);
    if (end < 0) break;
    kept += value.slice(at, start);
    at = end + close.length;
  }
  return kept + value.slice(at);
}

const unescaped = (value: string) =>
  value.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return entities[name] ?? whole;
  });

/** `quote` of Python's urllib: everything but letters, digits, `_.-~` and what is safe. */
function quoted(value: string, safe: string): string {
  const kept = new Set(`${safe}_.-~`);
  return Array.from(new TextEncoder().encode(value), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9]/.test(character) || kept.has(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

const sizes = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'] as const;

/** Jinja2's filters on texts (https://jinja.palletsprojects.com/en/stable/templates/#list-of-builtin-filters). */
export const textFilters: { readonly [name: string]: Native } = {
  capitalize: onText([], capitalized),
  center: onText([['width', 80]], (self, widthValue) => {
    const width = count(widthValue!);
    const room = width - lengthOf(self);
    if (room <= 0) return self;
    if (room > 1_000_000) throw new Failure('the width is too large');
    const left = (room >> 1) + (room & width & 1);
    return ' '.repeat(left) + self + ' '.repeat(room - left);
  }),
  e: escaping,
  escape: escaping,
  filesizeformat: native([['binary', false]], (run, self, binary) => {
    const given = typeof self === 'string' ? parseFloatText(self) : numberOf(self);
    if (given === undefined) throw new Failure(`could not convert ${typeName(self)} to float`);
    const bytes = Number(given);
    const base = isTrue(binary!) ? 1024 : 1000;
    if (bytes === 1) return '1 Byte';
    if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
    const index = sizes.findIndex((_, power) => bytes < BigInt(base) ** BigInt(power + 2));
    const power = index < 0 ? sizes.length - 1 : index;
    const unit = isTrue(binary!) ? `${sizes[power]!.toUpperCase()}iB` : `${sizes[power]}B`;
    return `${formatValue(floatOf((base * bytes) / base ** (power + 2)), '.1f', run)} ${unit}`;
  }),
  forceescape: escaping,
  format: openNative(({ budget }, self, positional, named) => {
    if (positional.length > 0 && named.size > 0)
      throw new Failure("can't handle positional and keyword arguments at the same time");
    const values = named.size > 0 ? new Dict(named) : new Tuple(positional);
    return calculate('%', softText(self, budget), values, budget);
  }),
  indent: native(
    [
      ['width', 4],
      ['first', false],
      ['blank', false],
    ],
    ({ budget }, self, width, first, blank) => {
      const source = text(self);
      budget.spend(source.length);
      const lines = linesOf(`${source}\n`);
      budget.spend(lines.length * 8);
      const size = typeof width === 'string' ? width.length : Math.max(0, count(width!));
      budget.build(source.length + size * (lines.length + 1));
      const margin = typeof width === 'string' ? width : ' '.repeat(size);
      const inner = lines
        .map((line, index) => (index > 0 && (line || isTrue(blank!)) ? margin + line : line))
        .join('\n');
      return isTrue(first!) ? margin + inner : inner;
    },
  ),
  lower: onText([], lowered),
  replace: native([['old'], ['new'], ['count', null]], (run, self, old, by, times) =>
    replaced(
      run,
      softText(self, run.budget),
      softText(old!, run.budget),
      softText(by!, run.budget),
      times === null ? -1 : count(times!),
    ),
  ),
  safe: same,
  string: same,
  striptags: onText([], (self) => wordsOf(unescaped(without(without(self, '<!--', '-->'), '<', '>'))).join(' ')),
  title: onText([], (self) =>
    self
      .split(wordStart)
      .map((part) => capitalizedWord(part))
      .join(''),
  ),
  trim: onText([['chars', null]], (self, chars) => stripped(self, chars!, true, true)),
  truncate: native(
    [
      ['length', 255],
      ['killwords', false],
      ['end', '...'],
      ['leeway', 5],
    ],
    ({ budget }, self, lengthValue, kill, endValue, leeway) => {
      const [length, end] = [count(lengthValue!), text(endValue!)];
      if (length < lengthOf(end)) throw new Failure(`expected length >= ${lengthOf(end)}, got ${length}`);
      if (count(leeway!) < 0) throw new Failure(`expected leeway >= 0, got ${count(leeway!)}`);
      const size = sizeOf(self);
      if (size === undefined) throw new Failure(`object of type '${typeName(self)}' has no len()`);
      budget.spend(size);
      if (size <= length + count(leeway!)) return self;
      if (typeof self !== 'string') throw new Failure(`'${typeName(self)}' object cannot be truncated`);
      const part = partOf(self, 0, length - lengthOf(end));
      const space = part.lastIndexOf(' ');
      return (isTrue(kill!) || space < 0 ? part : part.slice(0, space)) + end;
    },
  ),
  upper: onText([], (self) => self.toUpperCase()),
  urlencode: native([], ({ budget }, self) => {
    if (typeof self === 'string' || !isIterable(self)) {
      const source = softText(self, budget);
      budget.build(source.length * 3);
      budget.spend(source.length * 16);
      return quoted(source, '/');
    }
    const pairs = self instanceof Dict ? self.entries() : itemsOf(self).map((pair) => itemsOf(pair) as [Value, Value]);
    return pairs
      .map((pair) => {
        if (pair.length !== 2) throw new Failure('a pair of a name and a value is required');
        const parts = pair.map((part) => quoted(softText(part, budget), '').replaceAll('%20', '+'));
        budget.build(parts[0]!.length + parts[1]!.length);
        return parts.join('=');
      })
      .join('&');
  }),
  wordcount: onText([], (self) => self.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  wordwrap: native(
    [
      ['width', 79],
      ['break_long_words', true],
      ['wrapstring', null],
      ['break_on_hyphens', true],
    ],
    ({ budget }, self, width, breakLong, between, onHyphens) => {
      const source = text(self);
      budget.spend(source.length);
      const glue = between === null ? '\n' : text(between!);
      const options = { width: count(width!), breakLong: isTrue(breakLong!), onHyphens: isTrue(onHyphens!) };
      if (options.width <= 0) throw new Failure(`invalid width ${options.width} (must be > 0)`);
      const lines = linesOf(source).map((line) => {
        budget.spend(line.length * (options.onHyphens && line.includes('-') ? 40 : 12));
        return wrapped(line, options).join(glue);
      });
      budget.build(source.length + lines.length * glue.length);
      return lines.join(glue);
    },
  ),
  xmlattr: native([['autospace', true]], ({ budget }, self, autospace) => {
    if (!(self instanceof Dict)) throw new Failure(`'${typeName(self)}' object has no attribute 'items'`);
    const attributes = self.entries().flatMap(([name, value]) => {
      if (value === null) return [];
      const key = softText(name, budget);
      if (/[\s/>=]/.test(key)) throw new Failure(`Invalid character in attribute name: '${key}'`);
      return [`${escaped(key)}="${escaped(softText(value, budget))}"`];
    });
    const joined = attributes.join(' ');
    budget.build(joined.length);
    return joined && isTrue(autospace!) ? ` ${joined}` : joined;
  }),
};

function capitalizedWord(part: string): string {
  const first = partOf(part, 0, 1);
  return first.toUpperCase() + part.slice(first.length).toLowerCase();
}
