import { charactersOf, lengthOf, partOf } from '../characters';
import { itemsOf } from '../items';
import { count, type Native, native, text } from '../native';
import type { Run } from '../run';
import { trimmed, wordsOf } from '../space';
import { Failure, Tuple, typeName, type Value } from '../value';
import { capitalized, folded, isLower, isTitle, isUpper, lowered, swapped } from './letters';

type TextWork = (self: string, ...values: Value[]) => Value;

/** A method whose work grows with the text. */
const method = (parameters: Parameters<typeof native>[0], work: TextWork): Native =>
  native(parameters, ({ budget }, self, ...values) => {
    budget.spend((self as string).length);
    const result = work(self as string, ...values);
    if (typeof result === 'string') budget.build(result.length);
    else if (Array.isArray(result)) budget.buildItems(result.length);
    return result;
  });

const plain = (work: (self: string) => Value): Native => method([], work);

/** Python's `str` (https://docs.python.org/3/library/stdtypes.html#string-methods), without `encode`, `maketrans` and `translate`; `format` is in a room of its own. */
export const textMethods: { readonly [name: string]: Native } = {
  capitalize: plain(capitalized),
  casefold: plain(folded),
  center: justified((room, width) => [(room >> 1) + (room & width & 1), undefined]),
  count: method([['sub'], ['start', null], ['end', null]], (self, sub, start, end) =>
    isPast(self, start) ? 0 : occurrences(within(self, start, end)[0], text(sub!)),
  ),
  endswith: method([['suffix'], ['start', null], ['end', null]], (self, suffix, start, end) => {
    const [part] = within(self, start, end);
    return !isPast(self, start) && affixes(suffix!).some((one) => part.endsWith(one));
  }),
  expandtabs: native([['tabsize', 8]], ({ budget }, self, size) => {
    const width = Math.max(0, count(size!));
    budget.build((self as string).length + (self as string).split('\t').length * width);
    let column = 0;
    let expanded = '';
    for (const one of charactersOf(self as string)) {
      const room = one === '\t' ? (width > 0 ? width - (column % width) : 0) : 1;
      expanded += one === '\t' ? ' '.repeat(room) : one;
      column = one === '\n' || one === '\r' ? 0 : column + room;
    }
    return expanded;
  }),
  find: searching((part, sub) => part.indexOf(sub)),
  index: searching((part, sub) => part.indexOf(sub), true),
  isalnum: plain((self) => /^[\p{L}\p{N}]+$/u.test(self)),
  isalpha: plain((self) => /^\p{L}+$/u.test(self)),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what ASCII is
  isascii: plain((self) => /^[\x00-\x7f]*$/.test(self)),
  isdecimal: plain((self) => /^\p{Nd}+$/u.test(self)),
  // ², ⁴, ₀, ①, ⑴, ⒈ and their like; as escapes, for a page may read its scripts in another encoding.
  isdigit: plain((self) =>
    /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490]+$/u.test(self),
  ),
  isidentifier: plain((self) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(self)),
  islower: plain((self) => isLower(self)),
  isnumeric: plain((self) => /^\p{N}+$/u.test(self)),
  isprintable: plain((self) => !/(?! )[\p{C}\p{Z}]/u.test(self)),
  isspace: plain((self) => self !== '' && trimmed(self) === ''),
  istitle: plain(isTitle),
  isupper: plain((self) => isUpper(self)),
  join: native([['iterable']], ({ budget }, self, items) => {
    const parts = itemsOf(items!).map((item, index) => {
      if (typeof item !== 'string')
        throw new Failure(`sequence item ${index}: expected str instance, ${typeName(item)} found`);
      return item;
    });
    budget.build(parts.reduce((sum, part) => sum + part.length + (self as string).length, 0));
    return parts.join(self as string);
  }),
  ljust: justified(() => [0, undefined]),
  lower: plain((self) => lowered(self)),
  lstrip: method([['chars', null]], (self, chars) => stripped(self, chars!, true, false)),
  partition: method([['sep']], (self, sep) => cut(self, separator(sep!), self.indexOf(text(sep!)), false)),
  removeprefix: method([['prefix']], (self, prefix) =>
    self.startsWith(text(prefix!)) ? self.slice(text(prefix!).length) : self,
  ),
  removesuffix: method([['suffix']], (self, suffix) =>
    text(suffix!) && self.endsWith(text(suffix!)) ? self.slice(0, -text(suffix!).length) : self,
  ),
  replace: native([['old'], ['new'], ['count', -1]], (run, self, old, by, times) =>
    replaced(run, self as string, text(old!), text(by!), count(times!)),
  ),
  rfind: searching((part, sub) => part.lastIndexOf(sub)),
  rindex: searching((part, sub) => part.lastIndexOf(sub), true),
  rjust: justified((room) => [room, undefined]),
  rpartition: method([['sep']], (self, sep) => cut(self, separator(sep!), self.lastIndexOf(text(sep!)), true)),
  rsplit: method(
    [
      ['sep', null],
      ['maxsplit', -1],
    ],
    (self, sep, most) => splitRight(self, sep!, count(most!)),
  ),
  rstrip: method([['chars', null]], (self, chars) => stripped(self, chars!, false, true)),
  split: method(
    [
      ['sep', null],
      ['maxsplit', -1],
    ],
    (self, sep, most) => split(self, sep!, count(most!)),
  ),
  splitlines: method([['keepends', false]], (self, keep) => linesOf(self, keep === true)),
  startswith: method([['prefix'], ['start', null], ['end', null]], (self, prefix, start, end) => {
    const [part] = within(self, start, end);
    return !isPast(self, start) && affixes(prefix!).some((one) => part.startsWith(one));
  }),
  strip: method([['chars', null]], (self, chars) => stripped(self, chars!, true, true)),
  swapcase: plain(swapped),
  title: plain((self) => self.replace(/\p{Cased}(?:\p{Cased}|(?=\p{L})\p{Case_Ignorable})*/gu, capitalized)),
  upper: plain((self) => self.toUpperCase()),
  zfill: method([['width']], (self, width) => {
    const room = count(width!) - lengthOf(self);
    if (room <= 0) return self;
    bounded(room);
    const [, sign = '', rest = ''] = /^([-+]?)([\s\S]*)$/.exec(self) ?? [];
    return sign + '0'.repeat(room) + rest;
  }),
};

/** Room of a size that nobody can mean is refused before it is made. */
function bounded(room: number): void {
  if (room > 1_000_000) throw new Failure('the width is too large');
}

function justified(leftOf: (room: number, width: number) => [number, undefined]): Native {
  return method([['width'], ['fillchar', ' ']], (self, widthValue, fillValue) => {
    const [width, fill] = [count(widthValue!), text(fillValue!)];
    if (lengthOf(fill) !== 1) throw new Failure('The fill character must be exactly one character long');
    const room = width - lengthOf(self);
    if (room <= 0) return self;
    bounded(room);
    const [left] = leftOf(room, width);
    return fill.repeat(left) + self + fill.repeat(room - left);
  });
}

/** The part between two bounds, which count code points, and where it begins. */
function within(self: string, start: Value | undefined, end: Value | undefined): [part: string, from: number] {
  if ((start ?? null) === null && (end ?? null) === null) return [self, 0];
  const length = lengthOf(self);
  const place = (value: Value | undefined, fallback: number) => {
    if ((value ?? null) === null) return fallback;
    const number = count(value!);
    return Math.max(0, Math.min(length, number < 0 ? number + length : number));
  };
  const from = place(start, 0);
  return [partOf(self, from, Math.max(from, place(end, length))), from];
}

/** Where a part of a text begins that may be past its end. */
const isPast = (self: string, start: Value | undefined): boolean =>
  (start ?? null) !== null && count(start!) > lengthOf(self);

function searching(search: (part: string, sub: string) => number, mustFind = false): Native {
  return method([['sub'], ['start', null], ['end', null]], (self, sub, start, end) => {
    const [part, from] = within(self, start, end);
    const found = isPast(self, start) ? -1 : search(part, text(sub!));
    if (found < 0 && mustFind) throw new Failure('substring not found');
    return found < 0 ? -1 : from + lengthOf(part.slice(0, found));
  });
}

function occurrences(self: string, sub: string): number {
  return sub === '' ? lengthOf(self) + 1 : self.split(sub).length - 1;
}

function affixes(value: Value): string[] {
  return value instanceof Tuple ? value.items.map(text) : [text(value)];
}

export function stripped(self: string, chars: Value, left: boolean, right: boolean): string {
  if (chars === null) return trimmed(self, left, right);
  const set = new Set(charactersOf(text(chars)));
  const characters = charactersOf(self);
  let from = 0;
  let to = characters.length;
  if (left) while (from < to && set.has(characters[from]!)) from++;
  if (right) while (to > from && set.has(characters[to - 1]!)) to--;
  return characters.slice(from, to).join('');
}

function separator(value: Value): string {
  if (text(value) === '') throw new Failure('empty separator');
  return text(value);
}

function cut(self: string, sep: string, at: number, fromRight: boolean): Tuple {
  if (at < 0) return new Tuple(fromRight ? ['', '', self] : [self, '', '']);
  return new Tuple([self.slice(0, at), sep, self.slice(at + sep.length)]);
}

export function replaced({ budget }: Run, self: string, old: string, by: string, times: number): string {
  budget.spend(self.length);
  const parts = old === '' ? ['', ...charactersOf(self), ''] : self.split(old);
  const most = times < 0 ? parts.length - 1 : Math.min(times, parts.length - 1);
  budget.build(self.length + most * by.length);
  return parts.slice(0, most + 1).join(by) + (most + 1 < parts.length ? old + parts.slice(most + 1).join(old) : '');
}

function split(self: string, sep: Value, most: number): string[] {
  if (sep === null) {
    const words = wordsOf(self);
    if (most < 0 || words.length <= most) return words;
    let rest = trimmed(self, true, false);
    const taken = words.slice(0, most);
    for (const word of taken) rest = trimmed(rest.slice(word.length), true, false);
    return rest ? [...taken, rest] : taken;
  }
  const parts = self.split(separator(sep));
  return most < 0 || parts.length <= most + 1 ? parts : [...parts.slice(0, most), parts.slice(most).join(text(sep))];
}

function splitRight(self: string, sep: Value, most: number): string[] {
  if (sep === null) {
    const words = wordsOf(self);
    if (most < 0 || words.length <= most) return words;
    let rest = trimmed(self, false);
    const taken = most === 0 ? [] : words.slice(-most);
    for (const word of [...taken].reverse()) rest = trimmed(rest.slice(0, rest.length - word.length), false);
    return rest ? [rest, ...taken] : taken;
  }
  const parts = self.split(separator(sep));
  const kept = parts.length - most;
  return most < 0 || kept <= 1 ? parts : [parts.slice(0, kept).join(text(sep)), ...parts.slice(kept)];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they end lines in Python
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** Python's `splitlines`: no line after the last line's end. */
export function linesOf(self: string, keepEnds = false): string[] {
  const lines: string[] = [];
  let at = 0;
  for (const { 0: end, index } of self.matchAll(lineEnd)) {
    lines.push(self.slice(at, keepEnds ? index + end.length : index));
    at = index + end.length;
  }
  return at < self.length ? [...lines, self.slice(at)] : lines;
}
