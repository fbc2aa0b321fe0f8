import type { ASTNode } from '@marcbachmann/cel-js';
import {
  type Abstract,
  allNumbers,
  anyString,
  anything,
  eitherBool,
  exactly,
  hasValue,
  isEmpty,
  isMixed,
  join,
  meet,
  meetRanges,
  minus,
  nothing,
  present,
  type Range,
  rangeOf,
} from './abstract-value';
import { partsOf, placeOf } from './guard-places';
import { remembered } from './remembered';
import { changesIn, type Surroundings, valueKey } from './surroundings';

/** How an expression can come out. A guard holds when it is true. */
export type Outcome = 'true' | 'false' | 'error';

const most = 32;
/** Parts that are looked at for one question, those of the questions within it included: they can double with each level. */
const mostLooks = 400;
/** Of the question that is being answered; undefined between two. */
let looks: number | undefined;
const opposite: { readonly [op: string]: string } = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
const mirrored: { readonly [op: string]: string } = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/**
 * What is known where the expression comes out like this: a list of alternatives, empty when it cannot. What it says is
 * sound: no real surroundings with that outcome are left out. What would take too long excludes nothing.
 */
export function assume(node: ASTNode, known: Surroundings, outcome: Outcome): Surroundings[] {
  if (looks !== undefined) return looks++ < mostLooks ? assumed(node, known, outcome) : [known];
  return remembered(node, known, outcome, () => {
    looks = 0;
    try {
      return assumed(node, known, outcome);
    } finally {
      looks = undefined;
    }
  });
}

function assumed(node: ASTNode, known: Surroundings, outcome: Outcome): Surroundings[] {
  const all = alternatives(node, known, outcome);
  if (all.length < 2) return all;
  const found = [...new Map(all.map((one) => [changesOf(one, known), one])).values()];
  return found.length > most ? [known] : found;
}

export const assumeNotTrue = (node: ASTNode, known: Surroundings): Surroundings[] => [
  ...assume(node, known, 'false'),
  ...assume(node, known, 'error'),
];

/** The same for surroundings that say the same beyond what was known before. */
function changesOf(known: Surroundings, before: Surroundings): string {
  const changed = changesIn(known, before).map(([place, value]) => `${place}=${valueKey(value)}`);
  return changed.sort().join();
}

function alternatives(node: ASTNode, known: Surroundings, outcome: Outcome): Surroundings[] {
  const both = (first: ASTNode, second: ASTNode, each: Outcome) =>
    assume(first, known, each).flatMap((one) => assume(second, one, each));
  const any = (first: ASTNode, second: ASTNode) => [
    ...assume(first, known, outcome),
    ...assume(second, known, outcome),
  ];
  switch (node.op) {
    case '&&':
      if (outcome === 'error') return unsettled(...node.args, known, 'true');
      return outcome === 'true' ? both(...node.args, 'true') : any(...node.args);
    case '||':
      if (outcome === 'error') return unsettled(...node.args, known, 'false');
      return outcome === 'false' ? both(...node.args, 'false') : any(...node.args);
    case '!_':
      return assume(node.args, known, outcome === 'error' ? 'error' : outcome === 'true' ? 'false' : 'true');
    case '?:': {
      const [condition, then, otherwise] = node.args;
      return [
        ...assume(condition, known, 'true').flatMap((one) => assume(then, one, outcome)),
        ...assume(condition, known, 'false').flatMap((one) => assume(otherwise, one, outcome)),
        ...(outcome === 'error' ? assume(condition, known, 'error') : []),
      ];
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return compared(node.op, node.args[0], node.args[1], known, outcome);
    case 'in':
      return among(node.args[0], node.args[1], known, outcome);
    case 'call':
      if (node.args[0] === 'has') return having(node.args[1][0]!, known, outcome);
  }
  const value = abstractOf(node, known);
  if (outcome === 'error') return narrowed(node, known, { ...value, bools: [] });
  return narrowed(node, known, { ...nothing, bools: value.bools.filter((bool) => String(bool) === outcome) });
}

/** Where one side fails and the other does not settle it: CEL's `true || error` is true, `false && error` false. */
function unsettled(first: ASTNode, second: ASTNode, known: Surroundings, open: 'true' | 'false'): Surroundings[] {
  const failingThen = (one: ASTNode, other: ASTNode) =>
    assume(one, known, 'error').flatMap((where) => [...assume(other, where, open), ...assume(other, where, 'error')]);
  return [...failingThen(first, second), ...failingThen(second, first)];
}

/** With what a place is known to be now; none when it can be nothing. */
function narrowed(node: ASTNode, known: Surroundings, value: Abstract): Surroundings[] {
  if (isEmpty(value)) return [];
  const place = placeOf(node);
  if (place === undefined) return [known];
  const before = known.get(place);
  return before !== undefined && valueKey(before) === valueKey(value) ? [known] : [new Map(known).set(place, value)];
}

function having(node: ASTNode, known: Surroundings, outcome: Outcome): Surroundings[] {
  const place = placeOf(node);
  if (place === undefined) return [known];
  const value = abstractOf(node, known);
  if (outcome === 'true') return narrowed(node, known, present(value));
  // Of a member of a member, the error is that the one around it is missing; of what came, that it has no members.
  if (outcome === 'error' && place.split('.').length < 3 && !place.startsWith('result.')) return [];
  if (outcome === 'error' && place.startsWith('result.')) return [known];
  return value.missing ? narrowed(node, known, { ...nothing, missing: true }) : [];
}

function compared(op: string, a: ASTNode, b: ASTNode, known: Surroundings, outcome: Outcome): Surroundings[] {
  const left = abstractOf(a, known);
  const right = abstractOf(b, known);
  if (outcome === 'error') return failing([a, b], [left, right], known);
  if (op === '==' || op === '!=') {
    const equal = (op === '==') === (outcome === 'true');
    const met = present(meet(left, right));
    if (equal) return narrowBoth(a, b, known, met, met);
    return narrowBoth(a, b, known, present(minus(left, right)), present(minus(right, left)));
  }
  const order = outcome === 'true' ? op : opposite[op]!;
  return narrowBoth(a, b, known, ordered(order, left, right), ordered(mirrored[order]!, right, left));
}

const narrowBoth = (a: ASTNode, b: ASTNode, known: Surroundings, left: Abstract, right: Abstract) =>
  isEmpty(left) || isEmpty(right) ? [] : narrowed(a, known, left).flatMap((one) => narrowed(b, one, right));

/** What `a` can be when it is less, or more, than some `b`. */
function ordered(op: string, a: Abstract, b: Abstract): Abstract {
  const numbers = a.numbers && b.numbers && meetRanges(a.numbers, beyond(op, b.numbers));
  return {
    ...{ missing: false, numbers, other: a.other && b.other },
    bools: b.bools.length > 0 ? a.bools : [],
    strings: b.strings && a.strings,
  };
}

const beyond = (op: string, { low, high, lowOpen, highOpen }: Range): Range =>
  op.startsWith('<')
    ? { ...allNumbers, high, highOpen: op === '<' || highOpen }
    : { ...allNumbers, low, lowOpen: op === '>' || lowOpen };

/** Where comparing fails: what only one place can be the reason of is known of it then. */
function failing(nodes: readonly ASTNode[], values: readonly Abstract[], known: Surroundings): Surroundings[] {
  if (values.some(isMixed)) return [known];
  const reasons = values.flatMap(({ missing }, index) => (missing ? [nodes[index]!] : []));
  const [reason] = reasons;
  if (reason === undefined) return [];
  return reasons.length > 1 || placeOf(reason) === undefined
    ? [known]
    : narrowed(reason, known, { ...nothing, missing: true });
}

function among(item: ASTNode, list: ASTNode, known: Surroundings, outcome: Outcome): Surroundings[] {
  const value = abstractOf(item, known);
  if (list.op !== 'list') return [known];
  const options = list.args.map((option) => abstractOf(option, known));
  if (outcome === 'error') return failing([item], [value], known);
  const all = options.reduce(join, nothing);
  if (outcome === 'false') return narrowed(item, known, present(options.reduce(minus, value)));
  const met = options.map((option) => meet(value, option)).reduce(join, nothing);
  return narrowed(item, known, all.other ? present(value) : present(met));
}

/** What an expression can be. */
export function abstractOf(node: ASTNode, known: Surroundings): Abstract {
  switch (node.op) {
    case 'value':
      return exactly(node.args);
    case '+':
    case '-':
    case '*': {
      const value = calculated(node.op, abstractOf(node.args[0], known), abstractOf(node.args[1], known));
      return isOpen(node) ? { ...value, missing: true } : value;
    }
    case '/':
    case '%':
      return { ...nothing, missing: true, numbers: allNumbers };
    case '?:': {
      const [condition, then, otherwise] = node.args;
      const under = (outcome: Outcome, branch: ASTNode) =>
        assume(condition, known, outcome).map((one) => abstractOf(branch, one));
      const values = [...under('true', then), ...under('false', otherwise)].reduce(join, nothing);
      return { ...values, missing: values.missing || assume(condition, known, 'error').length > 0 };
    }
    case '-_':
      return calculated('-', exactly(0), abstractOf(node.args, known));
    case 'rcall':
    case 'call':
      return called(node, known);
  }
  const place = placeOf(node);
  if (place !== undefined) return known.get(place) ?? anything;
  if (!logical.has(node.op)) return anything;
  const can = (outcome: Outcome) => assume(node, known, outcome).length > 0;
  const bools = [...(can('false') ? [false] : []), ...(can('true') ? [true] : [])];
  return { ...nothing, bools, missing: can('error') };
}

/** Whether it reads what has no type before it is there: a number of JSON is a double, and adding it to an int fails. */
const isOpen = (node: ASTNode): boolean =>
  partsOf(node).some(
    (part) => (part.op === 'id' && open.has(part.args)) || (part.op === 'call' && part.args[0] === 'dyn'),
  );
const open = new Set(['variables', 'attributes', 'result']);

const logical = new Set(['&&', '||', '!_', '<', '<=', '>', '>=', '==', '!=', 'in']);

function calculated(op: '+' | '-' | '*', a: Abstract, b: Abstract): Abstract {
  const missing = a.missing || b.missing || isMixed(a) || isMixed(b);
  const strings = op === '+' && a.strings && b.strings ? anyString.strings : undefined;
  const numbers = a.numbers && b.numbers && rangeAfter(op, a.numbers, b.numbers);
  const overflows = numbers && Math.max(-numbers.low, numbers.high) >= 2 ** 63;
  return { ...nothing, missing: missing || Boolean(overflows), strings, numbers };
}

/** Interval arithmetic (Moore, "Interval Analysis", 1966), with closed bounds: that is more than it can be, never less. */
function rangeAfter(op: '+' | '-' | '*', a: Range, b: Range): Range {
  const whole = a.whole && b.whole;
  const ends = (x: number, y: number) => (op === '+' ? x + y : op === '-' ? x - y : x === 0 || y === 0 ? 0 : x * y);
  const all = [ends(a.low, b.low), ends(a.low, b.high), ends(a.high, b.low), ends(a.high, b.high)];
  return rangeOf(Math.min(...all), Math.max(...all), whole);
}

/** What a function gives, by its name; a method's receiver is its first argument. */
function called(node: ASTNode & { readonly op: 'call' | 'rcall' }, known: Surroundings): Abstract {
  const [name] = node.args;
  const given = node.op === 'call' ? node.args[1] : [node.args[1], ...node.args[2]];
  if (walks.has(name)) return { ...eitherBool, missing: true };
  const values = given.map((one) => abstractOf(one, known));
  const missing = values.some((value) => value.missing || isMixed(value));
  const [first = anything] = values;
  switch (name) {
    case 'has': {
      const can = (outcome: Outcome) => having(given[0]!, known, outcome).length > 0;
      return { ...nothing, bools: [...(can('false') ? [false] : []), ...(can('true') ? [true] : [])] };
    }
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return { ...eitherBool, missing };
    case 'size':
      return { ...nothing, missing, numbers: rangeOf(0, Infinity, true) };
    case 'indexOf':
      return { ...nothing, missing, numbers: rangeOf(-1, Infinity, true) };
    case 'lowerAscii':
    case 'upperAscii':
    case 'trim':
    case 'string':
      return { ...anyString, missing };
    case 'substring':
      return { ...anyString, missing: true };
    case 'dyn':
      return first;
    case 'double':
      return hasValue({ ...first, numbers: undefined })
        ? { ...nothing, missing: true, numbers: allNumbers }
        : { ...nothing, missing, numbers: first.numbers };
    default:
      return anything;
  }
}

const walks = new Set(['all', 'exists', 'exists_one']);
