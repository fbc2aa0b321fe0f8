import { attribute, boundOf, item, Slice } from './attributes';
import { compare, contains, equals } from './compare';
import { askingFilters, filters } from './filters/filters';
import { globals } from './globals';
import { isTrue, itemsOf } from './items';
import type { Arguments, Comparison, Constant, Expression, FilterCall, TestCall } from './nodes';
import { calculate, negate } from './operators';
import { pathOf, rootOf } from './paths';
import { Callable, type Frame, type Named } from './run';
import { textOf } from './show';
import { askingTests, tests } from './tests';
import { Dict, Failure, floatOf, missing, nothing, Tuple, typeName, Undefined, type Value } from './value';

export type Evaluate = (frame: Frame) => Value;
/** Hears of each name that an expression reads. */
export type OnName = (name: string) => void;

/** An expression as a function, so that a template is walked once and not at every render. */
export function compileExpression(node: Expression, onName: OnName): Evaluate {
  const compile = (inner: Expression) => compileExpression(inner, onName);
  switch (node.type) {
    case 'constant': {
      const value = constantValue(node.value);
      return () => value;
    }
    case 'name':
      onName(node.name);
      return compileName(node.name, node.at);
    case 'list':
    case 'tuple': {
      const items = node.items.map(compile);
      const isList = node.type === 'list';
      return (frame) => {
        frame.run.budget.buildItems(items.length);
        const values = items.map((evaluate) => evaluate(frame));
        return isList ? values : new Tuple(values);
      };
    }
    case 'concat': {
      const items = node.items.map(compile);
      return (frame) => {
        const { budget } = frame.run;
        let text = '';
        for (const evaluate of items) text += textOf(evaluate(frame), budget);
        budget.build(text.length);
        return text;
      };
    }
    case 'dict': {
      const pairs = node.pairs.map(([key, value]) => [compile(key), compile(value)] as const);
      return (frame) => {
        frame.run.budget.buildItems(2 * pairs.length);
        return new Dict(pairs.map(([key, value]) => [key(frame), value(frame)] as const));
      };
    }
    case 'attribute': {
      const of = compile(node.of);
      const { name, path, at } = { name: node.name, path: pathOf(node), at: rootOf(node).at };
      return (frame) => {
        const holder = of(frame);
        frame.run.at = at;
        return attribute(holder, name, frame.run, path);
      };
    }
    case 'item': {
      const of = compile(node.of);
      const key = compile(node.key);
      const { path, at } = { path: pathOf(node), at: rootOf(node).at };
      return (frame) => {
        const holder = of(frame);
        const wanted = key(frame);
        frame.run.at = at;
        return item(holder, wanted, frame.run, path);
      };
    }
    case 'slice': {
      const parts = node.parts.map((part) => part && compile(part));
      return (frame) => new Slice(parts.map((part) => part && boundOf(part(frame))));
    }
    case 'call':
      return compileCall(node, compile);
    case 'filter':
      return compileFilter(node, compile);
    case 'test':
      return compileTest(node, compile);
    case 'not': {
      const of = compile(node.of);
      return (frame) => !isTrue(of(frame));
    }
    case 'negative':
    case 'positive': {
      const of = compile(node.of);
      const sign = node.type === 'negative' ? '-' : '+';
      return (frame) => {
        const value = of(frame);
        frame.run.at = node.at;
        return negate(value, sign);
      };
    }
    case 'and':
    case 'or': {
      const [left, right] = [compile(node.left), compile(node.right)];
      const goesOn = node.type === 'and';
      return (frame) => {
        const value = left(frame);
        return isTrue(value) === goesOn ? right(frame) : value;
      };
    }
    case 'arithmetic': {
      const [left, right] = [compile(node.left), compile(node.right)];
      return (frame) => {
        const [a, b] = [left(frame), right(frame)];
        frame.run.at = node.at;
        return calculate(node.operator, a, b, frame.run.budget);
      };
    }
    case 'compare':
      return compileComparison(node.first, node.rest, compile);
    case 'condition': {
      const [test, then, otherwise] = [
        compile(node.test),
        compile(node.then),
        node.otherwise && compile(node.otherwise),
      ];
      return (frame) => (isTrue(test(frame)) ? then(frame) : otherwise ? otherwise(frame) : nothing);
    }
  }
}

const constantValue = (constant: Constant): Value =>
  typeof constant === 'object' && constant !== null ? floatOf(constant.float) : constant;

function compileName(name: string, at: number): Evaluate {
  const builtIn = globals.get(name);
  return (frame) => {
    const own = frame.get(name);
    const value = own === undefined ? builtIn : own;
    if (value === undefined) return new Undefined(name, frame.run.placeAt(at));
    // A macro's parameter that was not given is missing where it is used.
    return value instanceof Undefined && !value.place ? new Undefined(value.path, frame.run.placeAt(at)) : value;
  };
}

type Compile = (node: Expression) => Evaluate;
const none: Named = new Map();

/** Arguments as a function that answers their values. */
function compileArguments({ positional, named, spread, namedSpread }: Arguments, compile: Compile) {
  const list = positional.map(compile);
  const pairs = named.map(([name, value]) => [name, compile(value)] as const);
  const [more, moreNamed] = [spread && compile(spread), namedSpread && compile(namedSpread)];
  return (frame: Frame): [Value[], Named] => {
    const values = list.map((evaluate) => evaluate(frame));
    if (more) values.push(...itemsOf(more(frame)));
    if (pairs.length === 0 && !moreNamed) return [values, none];
    const byName = new Map(pairs.map(([name, evaluate]) => [name, evaluate(frame)] as const));
    const given = moreNamed?.(frame);
    if (given instanceof Undefined) throw missing(given);
    if (given !== undefined) {
      if (!(given instanceof Dict)) throw new Failure(`argument after ** must be a mapping, not ${typeName(given)}`);
      for (const [name, value] of given.entries()) byName.set(String(name), value);
    }
    return [values, byName];
  };
}

function compileCall(node: Expression & { type: 'call' }, compile: Compile): Evaluate {
  const callee = compile(node.callee);
  const evaluateArguments = compileArguments(node, compile);
  return (frame) => {
    const called = callee(frame);
    const [positional, named] = evaluateArguments(frame);
    return callValue(called, frame, node.at, positional, named);
  };
}

function callValue(called: Value, { run }: Frame, at: number, positional: readonly Value[], named: Named): Value {
  run.at = at;
  run.budget.spend();
  if (called instanceof Undefined) throw missing(called);
  if (!(called instanceof Callable)) throw new Failure(`'${typeName(called)}' object is not callable`);
  return called.call(run, positional, named);
}

/** A call with one more argument by name: the `caller` of `{% call %}`. */
export function compileCallWith(node: Expression, name: string, onName: OnName): (frame: Frame, value: Value) => Value {
  if (node.type !== 'call') throw new Error('only a call can be called');
  const compile = (inner: Expression) => compileExpression(inner, onName);
  const callee = compile(node.callee);
  const evaluateArguments = compileArguments(node, compile);
  return (frame, value) => {
    const called = callee(frame);
    const [positional, named] = evaluateArguments(frame);
    return callValue(called, frame, node.at, positional, new Map([...named, [name, value]]));
  };
}

/** @param of what is filtered when the node has nothing of its own: the text of a block */
export function compileFilter(node: FilterCall, compile: Compile, of?: Evaluate): Evaluate {
  const inner =
    node.of === undefined ? of! : node.of.type === 'filter' ? compileFilter(node.of, compile, of) : compile(node.of);
  const evaluateArguments = compileArguments(node, compile);
  const work = Object.hasOwn(filters, node.name) ? filters[node.name] : undefined;
  const isAsking = askingFilters.has(node.name);
  return (frame) => {
    const self = inner(frame);
    const [positional, named] = evaluateArguments(frame);
    const { run } = frame;
    run.at = node.at;
    run.budget.spend();
    if (!work) throw new Failure(`There is no filter ${node.name}`);
    if (self instanceof Undefined && !isAsking) throw missing(self);
    return work.call(run, self, positional, named);
  };
}

function compileTest(node: TestCall, compile: Compile): Evaluate {
  const of = compile(node.of);
  const evaluateArguments = compileArguments(node, compile);
  const work = Object.hasOwn(tests, node.name) ? tests[node.name] : undefined;
  const isAsking = askingTests.has(node.name);
  return (frame) => {
    const self = of(frame);
    const [positional, named] = evaluateArguments(frame);
    const { run } = frame;
    run.at = node.at;
    run.budget.spend();
    if (!work) throw new Failure(`There is no test ${node.name}`);
    if (self instanceof Undefined && !isAsking) throw missing(self);
    return work.call(run, self, positional, named);
  };
}

function compileComparison(first: Expression, rest: readonly Comparison[], compile: Compile): Evaluate {
  const start = compile(first);
  const steps = rest.map(({ operator, right, at }) => ({ operator, right: compile(right), at }));
  return (frame) => {
    const { run } = frame;
    const { budget } = run;
    let left = start(frame);
    for (const { operator, right, at } of steps) {
      const other = right(frame);
      run.at = at;
      if (!holds(operator, left, other)) return false;
      left = other;
    }
    return true;

    function holds(operator: Comparison['operator'], a: Value, b: Value): boolean {
      switch (operator) {
        case '==':
          return equals(a, b, budget);
        case '!=':
          return !equals(a, b, budget);
        case 'in':
          return contains(b, a, budget);
        case 'not in':
          return !contains(b, a, budget);
        case '<':
          return compare(a, b, budget, '<') < 0;
        case '<=':
          return compare(a, b, budget, '<=') <= 0;
        case '>':
          return compare(a, b, budget, '>') > 0;
        case '>=':
          return compare(a, b, budget, '>=') >= 0;
      }
    }
  };
}
