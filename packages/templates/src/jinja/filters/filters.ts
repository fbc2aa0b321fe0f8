import { isTrue } from '../items';
import { type Native, native } from '../native';
import { nothing, Undefined } from '../value';
import { jsonFilters } from './json';
import { numberFilters } from './numbers';
import { selectFilters } from './select';
import { sequenceFilters } from './sequences';
import { textFilters } from './text';

const fallback: Native = native(
  [
    ['default_value', ''],
    ['boolean', false],
  ],
  (_run, self, value, alsoFalse) =>
    self instanceof Undefined || self === nothing || (isTrue(alsoFalse!) && !isTrue(self)) ? value! : self,
);

/** Jinja2's filters, without `random`, whose outcome nobody could repeat, and `urlize`, which is for pages. */
export const filters: { readonly [name: string]: Native } = {
  ...{ d: fallback, default: fallback },
  ...jsonFilters,
  ...numberFilters,
  ...selectFilters,
  ...sequenceFilters,
  ...textFilters,
};

/** Those that take a value that is not there. */
export const askingFilters: ReadonlySet<string> = new Set(['d', 'default', 'items']);
