import { ownAttribute } from '../attributes';
import { charactersOf } from '../characters';
import { compare, equals } from '../compare';
import { isTrue, itemsOf, sizeOf } from '../items';
import { entriesOf } from '../methods/collections';
import { count, type Native, native, openNative } from '../native';
import { calculate } from '../operators';
import type { Run } from '../run';
import { softText } from '../show';
import {
  Dict,
  Failure,
  Generator,
  keyOf,
  missing,
  orElse,
  Range,
  Tuple,
  typeName,
  Undefined,
  type Value,
  View,
} from '../value';
import { attributeGetter, attributesGetter, folded } from './attribute-getter';

/** The items, counted. */
function items(run: Run, value: Value): readonly Value[] {
  const all = itemsOf(value);
  run.budget.buildItems(all.length);
  return all;
}

/** In a stable order, cheapest first. */
function sorted<Item>(run: Run, all: readonly Item[], keyOfItem: (item: Item) => Value, reverse: boolean): Item[] {
  const sign = reverse ? -1 : 1;
  run.budget.spend(all.length * Math.log2(all.length + 1) * 4);
  const keyed = all.map((item) => [keyOfItem(item), item] as const);
  return keyed.sort(([a], [b]) => sign * compare(a, b, run.budget)).map(([, item]) => item);
}

function extreme(run: Run, self: Value, caseSensitive: Value, attribute: Value, sign: 1 | -1): Value {
  const all = items(run, self);
  const key = attributeGetter(run, attribute, isTrue(caseSensitive) ? undefined : folded);
  if (all.length === 0) return new Undefined('of an empty sequence', run.placeAt(run.at));
  let best: Value = all[0]!;
  let bestKey: Value = key(best);
  for (const item of all.slice(1)) {
    const itemKey = key(item);
    if (sign * compare(itemKey, bestKey, run.budget) >= 0) continue;
    best = item;
    bestKey = itemKey;
  }
  return best;
}

const extremeFilter = (sign: 1 | -1): Native =>
  native(
    [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    (run, self, sensitive, attribute) => extreme(run, self, sensitive!, attribute!, sign),
  );

const length = native([], ({ budget }, self) => {
  if (typeof self === 'string') budget.spend(self.length);
  const size = sizeOf(self);
  if (size === undefined) throw new Failure(`object of type '${typeName(self)}' has no len()`);
  return size;
});

const isReversible = (value: Value) =>
  Array.isArray(value) ||
  value instanceof Tuple ||
  value instanceof Dict ||
  value instanceof Range ||
  value instanceof View;

/** Jinja2's filters on lists, dicts and whatever else has items. */
export const sequenceFilters: { readonly [name: string]: Native } = {
  attr: native([['name']], (run, self, name) => {
    if (self instanceof Undefined) throw missing(self);
    return (
      ownAttribute(self, softText(name!, run.budget)) ?? new Undefined(softText(name!, run.budget), run.placeAt(run.at))
    );
  }),
  batch: native([['linecount'], ['fill_with', null]], (run, self, size, fill) => {
    const all = items(run, self);
    const width = count(size!);
    // Python's way of counting gives all of them in one, behind an empty one for 0.
    if (width < 1) return new Generator(all.length === 0 ? [] : width === 0 ? [[], [...all]] : [[...all]]);
    const rows: Value[][] = [];
    for (let at = 0; at < all.length; at += width) rows.push(all.slice(at, at + width));
    const last = rows.at(-1);
    if (last && fill !== null) {
      run.budget.buildItems(width - last.length);
      while (last.length < width) last.push(fill!);
    }
    return new Generator(rows);
  }),
  count: length,
  dictsort: native(
    [
      ['case_sensitive', false],
      ['by', 'key'],
      ['reverse', false],
    ],
    (run, self, sensitive, by, reverse) => {
      if (!(self instanceof Dict)) throw new Failure(`'${typeName(self)}' object has no attribute 'items'`);
      if (by !== 'key' && by !== 'value') throw new Failure('You can only sort by either "key" or "value"');
      const pairs = self.entries().map((entry) => new Tuple([...entry]));
      run.budget.buildItems(2 * pairs.length);
      const key = (pair: Tuple) => {
        const value = pair.items[by === 'key' ? 0 : 1]!;
        return isTrue(sensitive!) ? value : folded(value);
      };
      return sorted(run, pairs, key, isTrue(reverse!));
    },
  ),
  first: native([], (run, self) =>
    orElse(
      self instanceof Generator ? self.takeOne() : itemsOf(self)[0],
      () => new Undefined('the first item of an empty sequence', run.placeAt(run.at)),
    ),
  ),
  groupby: native(
    [['attribute'], ['default', null], ['case_sensitive', false]],
    (run, self, attribute, fallback, sensitive) => {
      const key = attributeGetter(
        run,
        attribute!,
        isTrue(sensitive!) ? undefined : folded,
        fallback === null ? undefined : fallback,
      );
      const exact = attributeGetter(run, attribute!, undefined, fallback === null ? undefined : fallback);
      const groups: { key: Value; first: Value; list: Value[] }[] = [];
      for (const item of sorted(run, items(run, self), key, false)) {
        const itemKey = key(item);
        const last = groups.at(-1);
        if (last && equals(last.key, itemKey, run.budget)) last.list.push(item);
        else groups.push({ key: itemKey, first: item, list: [item] });
      }
      return groups.map(({ first, list }) => new Tuple([exact(first), list], ['grouper', 'list']));
    },
  ),
  items: native([], (_run, self) => {
    if (self instanceof Undefined) return new Generator([]);
    if (!(self instanceof Dict)) throw new Failure('Can only get item pairs from a mapping.');
    return new Generator(self.entries().map((entry) => new Tuple([...entry])));
  }),
  join: native(
    [
      ['d', ''],
      ['attribute', null],
    ],
    (run, self, glue, attribute) => {
      const { budget } = run;
      const key = attributeGetter(run, attribute!);
      const between = softText(glue!, budget);
      const parts = itemsOf(self).map((item) => {
        const part = softText(key(item), budget);
        budget.build(part.length + between.length);
        return part;
      });
      return parts.join(between);
    },
  ),
  last: native([], (run, self) => {
    if (self instanceof Generator) throw new Failure("'generator' object is not reversible");
    return orElse(itemsOf(self).at(-1), () => new Undefined('the last item of an empty sequence', run.placeAt(run.at)));
  }),
  length,
  list: native([], (run, self) => [...items(run, self)]),
  max: extremeFilter(-1),
  min: extremeFilter(1),
  reverse: native([], (run, self) => {
    if (typeof self === 'string') {
      run.budget.build(self.length);
      return charactersOf(self).reverse().join('');
    }
    const all = [...items(run, self)].reverse();
    return isReversible(self) ? new Generator(all) : all;
  }),
  slice: native([['slices'], ['fill_with', null]], (run, self, slices, fill) => {
    const all = items(run, self);
    const parts = count(slices!);
    if (parts < 1) throw new Failure('integer division or modulo by zero');
    run.budget.buildItems(parts);
    const [size, more] = [Math.floor(all.length / parts), all.length % parts];
    let at = 0;
    return new Generator(
      Array.from({ length: parts }, (_, index): Value => {
        const part: Value[] = all.slice(at, at + size + (index < more ? 1 : 0));
        at += part.length;
        if (fill !== null && index >= more) part.push(fill!);
        return part;
      }),
    );
  }),
  sort: native(
    [
      ['reverse', false],
      ['case_sensitive', false],
      ['attribute', null],
    ],
    (run, self, reverse, sensitive, attribute) =>
      sorted(
        run,
        items(run, self),
        attributesGetter(run, attribute!, isTrue(sensitive!) ? undefined : folded),
        isTrue(reverse!),
      ),
  ),
  sum: native(
    [
      ['attribute', null],
      ['start', 0],
    ],
    (run, self, attribute, start) => {
      const key = attributeGetter(run, attribute!);
      const all = items(run, self);
      run.budget.spend(all.length * 8);
      return all.reduce<Value>((sum, item) => calculate('+', sum, key(item), run.budget), start!);
    },
  ),
  unique: native(
    [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    (run, self, sensitive, attribute) => {
      const key = attributeGetter(run, attribute!, isTrue(sensitive!) ? undefined : folded);
      const seen = new Set<unknown>();
      return new Generator(
        items(run, self).filter((item) => {
          const id = keyOf(key(item));
          return !seen.has(id) && seen.add(id);
        }),
      );
    },
  ),
};

/** What a dict can be made of: `dict(a=1)`, `dict([("a", 1)])`. */
export const dictFunction: Native = openNative(({ budget }, _self, [other], named) => {
  const made = new Dict([...(other === undefined ? [] : entriesOf(other)), ...named]);
  budget.buildItems(2 * made.size);
  return made;
});
