import { compare, equals } from '../compare';
import { itemsOf } from '../items';
import { count, type Native, native, openNative } from '../native';
import { Dict, Failure, numberOf, orElse, Tuple, type Value, View } from '../value';

const list = (self: Value) => self as Value[];
const dict = (self: Value) => self as Dict;

function indexIn(items: readonly Value[], wanted: Value, run: Parameters<Native['call']>[0], what: string): number {
  run.budget.spend(items.length * 2);
  const index = items.findIndex((item) => equals(item, wanted, run.budget));
  if (index < 0) throw new Failure(`${what} is not in the list`);
  return index;
}

const indexing = (itemsIn: (self: Value) => readonly Value[]): Native =>
  native([['value'], ['start', 0], ['stop', Number.MAX_SAFE_INTEGER]], (run, self, wanted, start, stop) => {
    const items = itemsIn(self);
    const [from = 0, to] = [start!, stop!]
      .map(count)
      .map((bound) => (bound < 0 ? Math.max(0, bound + items.length) : bound));
    return from + indexIn(items.slice(from, to), wanted!, run, 'the value');
  });

const counting = native([['value']], (run, self, wanted) => {
  const items = itemsOf(self);
  run.budget.spend(items.length * 2);
  return items.filter((item) => equals(item, wanted!, run.budget)).length;
});

const listMethods: { readonly [name: string]: Native } = {
  append: native([['object']], ({ budget }, self, item) => {
    budget.buildItems(1);
    list(self).push(item!);
    return null;
  }),
  clear: native([], (_run, self) => {
    list(self).length = 0;
    return null;
  }),
  copy: native([], ({ budget }, self) => {
    budget.buildItems(list(self).length);
    return [...list(self)];
  }),
  count: counting,
  extend: native([['iterable']], ({ budget }, self, items) => {
    const more = [...itemsOf(items!)];
    budget.buildItems(more.length);
    for (const item of more) list(self).push(item);
    return null;
  }),
  index: indexing(list),
  insert: native([['index'], ['object']], ({ budget }, self, index, item) => {
    budget.buildItems(list(self).length);
    list(self).splice(count(index!), 0, item!);
    return null;
  }),
  pop: native([['index', -1]], ({ budget }, self, index) => {
    budget.spend(list(self).length);
    if (list(self).length === 0) throw new Failure('pop from empty list');
    const at = count(index!) < 0 ? count(index!) + list(self).length : count(index!);
    if (!(at >= 0 && at < list(self).length)) throw new Failure('pop index out of range');
    return list(self).splice(at, 1)[0]!;
  }),
  remove: native([['value']], (run, self, wanted) => {
    list(self).splice(indexIn(list(self), wanted!, run, 'list.remove(x): x'), 1);
    return null;
  }),
  reverse: native([], ({ budget }, self) => {
    budget.spend(list(self).length);
    list(self).reverse();
    return null;
  }),
  sort: native([['reverse', false]], ({ budget }, self, reverse) => {
    const sign = reverse ? -1 : 1;
    budget.spend(list(self).length * 8);
    list(self).sort((a, b) => sign * compare(a, b, budget));
    return null;
  }),
};

const dictMethods: { readonly [name: string]: Native } = {
  clear: native([], (_run, self) => {
    dict(self).clear();
    return null;
  }),
  copy: native([], ({ budget }, self) => {
    budget.buildItems(2 * dict(self).size);
    return new Dict(dict(self).entries());
  }),
  get: native([['key'], ['default', null]], (_run, self, key, fallback) =>
    orElse(dict(self).get(key!), () => fallback!),
  ),
  items: native([], (_run, self) => new View('dict_items', dict(self))),
  keys: native([], (_run, self) => new View('dict_keys', dict(self))),
  pop: openNative((_run, self, [key, fallback]) => {
    const value = key === undefined ? undefined : dict(self).get(key);
    if (value === undefined && fallback === undefined) throw new Failure('KeyError: the key is not in the dict');
    if (key !== undefined) dict(self).delete(key);
    return orElse(value, () => fallback!);
  }),
  popitem: native([], (_run, self) => {
    const last = dict(self).entries().at(-1);
    if (!last) throw new Failure('popitem(): dictionary is empty');
    dict(self).delete(last[0]);
    return new Tuple([...last]);
  }),
  setdefault: native([['key'], ['default', null]], ({ budget }, self, key, fallback) => {
    budget.buildItems(2);
    if (dict(self).get(key!) === undefined) dict(self).set(key!, fallback!);
    return dict(self).get(key!)!;
  }),
  update: openNative(({ budget }, self, [other], named) => {
    for (const [key, value] of [...(other === undefined ? [] : entriesOf(other)), ...named]) {
      budget.buildItems(2);
      dict(self).set(key, value);
    }
    return null;
  }),
  values: native([], (_run, self) => new View('dict_values', dict(self))),
};

/** The pairs of a dict, or of a list of pairs. */
export function entriesOf(value: Value): (readonly [Value, Value])[] {
  if (value instanceof Dict) return value.entries();
  return itemsOf(value).map((pair, index) => {
    const items = itemsOf(pair);
    if (items.length !== 2)
      throw new Failure(`dictionary update sequence element #${index} has length ${items.length}; 2 is required`);
    return [items[0]!, items[1]!] as const;
  });
}

const floatMethods: { readonly [name: string]: Native } = {
  is_integer: native([], (_run, self) => Number.isInteger(Number(numberOf(self)))),
};

const integerMethods: { readonly [name: string]: Native } = {
  bit_length: native([], (_run, self) => {
    const size = BigInt(numberOf(self)!);
    return size === 0n ? 0 : (size < 0n ? -size : size).toString(2).length;
  }),
};

/** Methods by the name of the type. */
export const collectionMethods: { readonly [type: string]: { readonly [name: string]: Native } } = {
  list: listMethods,
  dict: dictMethods,
  tuple: {
    count: counting,
    index: indexing((self) => (self as Tuple).items),
  },
  range: {
    count: counting,
    index: native([['value']], (run, self, wanted) => indexIn(itemsOf(self), wanted!, run, 'the value')),
  },
  float: floatMethods,
  int: integerMethods,
  bool: integerMethods,
};
