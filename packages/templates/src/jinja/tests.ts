import { compare, contains, equals } from './compare';
import { isIterable, sizeOf } from './items';
import { isLower, isUpper } from './methods/letters';
import { type Native, native } from './native';
import { calculate } from './operators';
import { Callable, type Run } from './run';
import { softText } from './show';
import { Dict, isFloat, isInteger, keyOf, nothing, numberOf, Undefined, type Value, View } from './value';

/** Of one value, which may be one that is not there. */
const asks = (holds: (value: Value) => boolean): Native => native([], (_run, self) => holds(self));
/** Against another one. */
const versus = (holds: (run: Run, self: Value, other: Value) => boolean): Native =>
  native([['other']], (run, self, other) => holds(run, self, other!));

const isAbsent = (value: Value) => value instanceof Undefined || value === nothing;
const isNumber = (value: Value) => numberOf(value) !== undefined;
const rest = (run: Run, value: Value, by: Value) =>
  Number(numberOf(calculate('%', value, by, run.budget)) ?? Number.NaN);

/** A name that is looked up, which only what can be a key may be. */
const hashable = (value: Value): Value => {
  keyOf(value);
  return value;
};

const ordered = (operator: string, holds: (order: number) => boolean) =>
  versus(({ budget }, self, other) => holds(compare(self, other, budget, operator)));

const equal = versus(({ budget }, self, other) => equals(self, other, budget));
const unequal = versus(({ budget }, self, other) => !equals(self, other, budget));
const less = ordered('<', (order) => order < 0);
const lessOrEqual = ordered('<=', (order) => order <= 0);
const greater = ordered('>', (order) => order > 0);
const greaterOrEqual = ordered('>=', (order) => order >= 0);

/** Jinja2's tests (https://jinja.palletsprojects.com/en/stable/templates/#list-of-builtin-tests). */
export const tests: { readonly [name: string]: Native } = {
  ...{ '==': equal, eq: equal, equalto: equal, '!=': unequal, ne: unequal },
  ...{ '<': less, lt: less, lessthan: less, '<=': lessOrEqual, le: lessOrEqual },
  ...{ '>': greater, gt: greater, greaterthan: greater, '>=': greaterOrEqual, ge: greaterOrEqual },
  boolean: asks((value) => typeof value === 'boolean'),
  callable: asks((value) => value instanceof Callable || isAbsent(value)),
  defined: asks((value) => !isAbsent(value)),
  divisibleby: native([['num']], (run, self, by) => rest(run, self, by!) === 0),
  escaped: asks(() => false),
  even: native([], (run, self) => rest(run, self, 2) === 0),
  false: asks((value) => value === false),
  filter: native([], (run, self) => run.knows('filter', hashable(self))),
  float: asks((value) => isFloat(value)),
  in: versus(({ budget }, self, holder) => contains(holder, self, budget)),
  integer: asks((value) => isInteger(value)),
  iterable: asks((value) => isIterable(value)),
  lower: native([], ({ budget }, self) => isLower(softText(self, budget))),
  mapping: asks((value) => value instanceof Dict),
  none: asks((value) => value === null),
  number: asks(isNumber),
  odd: native([], (run, self) => rest(run, self, 2) === 1),
  sameas: versus((_run, self, other) => self === other),
  sequence: asks((value) => !(value instanceof Undefined || value instanceof View) && sizeOf(value) !== undefined),
  string: asks((value) => typeof value === 'string'),
  test: native([], (run, self) => run.knows('test', hashable(self))),
  true: asks((value) => value === true),
  undefined: asks(isAbsent),
  upper: native([], ({ budget }, self) => isUpper(softText(self, budget))),
};

/** Those that can be asked of a value that is not there. */
export const askingTests: ReadonlySet<string> = new Set(
  'boolean callable defined escaped false float in integer mapping none number sameas sequence string true undefined'.split(
    ' ',
  ),
);
