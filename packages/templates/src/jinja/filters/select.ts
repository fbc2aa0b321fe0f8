import { isTrue, itemsOf } from '../items';
import { type Native, openNative } from '../native';
import type { Named, Run } from '../run';
import { Failure, Generator, type Value } from '../value';
import { attributeGetter } from './attribute-getter';

/** One filter, or one attribute, on every item. */
const map: Native = openNative((run, self, positional, named) => {
  const change = mapping(run, positional, named);
  return new Generator(each(run, self).map(change));
});

function mapping(run: Run, [name, ...rest]: readonly Value[], named: Named): (value: Value) => Value {
  if (name === undefined && named.has('attribute')) {
    const odd = [...named.keys()].find((key) => key !== 'attribute' && key !== 'default');
    if (odd !== undefined) throw new Failure(`Unexpected keyword argument '${odd}'`);
    return attributeGetter(run, named.get('attribute')!, undefined, named.get('default'));
  }
  if (typeof name !== 'string') throw new Failure('map requires a filter argument');
  return (value) => run.filter(name, value, rest, named);
}

function selection(byAttribute: boolean, wanted: boolean): Native {
  return openNative((run, self, positional, named) => {
    if (byAttribute && positional[0] === undefined) throw new Failure('Missing parameter for attribute name');
    const get = byAttribute ? attributeGetter(run, positional[0]!) : (value: Value) => value;
    const [name, ...rest] = byAttribute ? positional.slice(1) : positional;
    if (name !== undefined && typeof name !== 'string') throw new Failure('the name of a test is required');
    const test = (value: Value) => (name === undefined ? isTrue(value) : run.test(name as string, value, rest, named));
    return new Generator(each(run, self).filter((item) => test(get(item)) === wanted));
  });
}

function each(run: Run, self: Value): readonly Value[] {
  // A falsy value has nothing to go through, whatever it is.
  if (!isTrue(self)) return [];
  const items = itemsOf(self);
  run.budget.buildItems(items.length);
  return items;
}

/** Jinja2's filters that apply another filter or a test to each item. */
export const selectFilters: { readonly [name: string]: Native } = {
  map,
  reject: selection(false, false),
  rejectattr: selection(true, false),
  select: selection(false, true),
  selectattr: selection(true, true),
};
