import type { Expression } from '../expression';
import { type Attributes, attribute, isKnown } from './attribute-value';
import { operators } from './operators';
import { Unanswered } from './unanswered';

/** `item` is the value of the variable of the `all`, `exists` or `exists_one` in which it stands; they do not nest. */
type Run = (attributes: Attributes, item?: unknown) => any;

/** `constant` is there when no attribute and no item has a say. */
interface Compiled {
  readonly run: Run;
  readonly constant?: unknown;
}

/**
 * A condition as a function of the attributes: whether it holds, or why there is no telling.
 *
 * @throws Error for an expression that no publisher lets through
 */
export function compileExpression(expression: Expression): (attributes: Attributes) => boolean | Unanswered {
  const { run } = compile(expression);
  return (attributes) => {
    try {
      return run(attributes);
    } catch (error) {
      if (error instanceof Unanswered) return error;
      throw error;
    }
  };
}

/** Text, doubles, truth values and null stand for themselves; an int is written as text, for JSON has none. */
function compile(expression: unknown): Compiled {
  if (!Array.isArray(expression)) return constant(expression);
  const [operator, ...operands] = expression as [string, ...unknown[]];
  switch (operator) {
    case 'value':
      return constant(operands[0]);
    case 'integer':
      return constant(BigInt(operands[0] as string));
    case 'attribute':
      return { run: attribute(operands[0] as string, operands[1] as string) };
    case 'known':
      return { run: (attributes) => isKnown(attributes, operands[0] as string) };
    case 'item':
      return { run: (_attributes, item) => item };
  }
  const compiled = operands.map(compile);
  const run = runOf(operator, compiled);
  return compiled.every((operand) => 'constant' in operand) ? folded(run) : { run };
}

const constant = (value: unknown): Compiled => ({ run: () => value, constant: value });

function folded(run: Run): Compiled {
  try {
    return constant(run({}));
  } catch (error) {
    if (error instanceof Unanswered) return { run };
    throw error;
  }
}

function runOf(operator: string, operands: readonly Compiled[]): Run {
  const [a, b, c] = operands.map(({ run }) => run) as [Run, Run, Run];
  switch (operator) {
    case '&&':
      return decidedBy(false, a, b);
    case '||':
      return decidedBy(true, a, b);
    case '?:':
      return (attributes, item) => (a(attributes, item) ? b(attributes, item) : c(attributes, item));
    case 'all':
      return quantified(false, a, b);
    case 'exists':
      return quantified(true, a, b);
    case 'exists_one':
      return (attributes) => itemsOf(a(attributes)).filter((item) => b(attributes, item)).length === 1;
    case 'in':
      if (isScalarList(operands[1]!.constant)) return memberOf(a, operands[1]!.constant);
  }
  const apply = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (apply === undefined) throw new Error(`There is no operator ${operator} of expressions`);
  if (operands.length === 1) return (attributes, item) => apply(a(attributes, item));
  if (operands.length === 2) return (attributes, item) => apply(a(attributes, item), b(attributes, item));
  return (attributes, item) => apply(...operands.map(({ run }) => run(attributes, item)));
}

/** CEL's `&&` (decided by false) and `||` (by true): one side that decides is enough, whatever the other is. */
function decidedBy(deciding: boolean, a: Run, b: Run): Run {
  return (attributes, item) => {
    let left: boolean;
    try {
      left = a(attributes, item);
    } catch (error) {
      if (error instanceof Unanswered && b(attributes, item) === deciding) return deciding;
      throw error;
    }
    return left === deciding ? deciding : b(attributes, item);
  };
}

/** CEL's `all` and `exists`: one item that decides is enough, whatever the others are. */
function quantified(deciding: boolean, list: Run, holds: Run): Run {
  return (attributes) => {
    let unanswered: Unanswered | undefined;
    for (const item of itemsOf(list(attributes))) {
      try {
        if (holds(attributes, item) === deciding) return deciding;
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        unanswered ??= error;
      }
    }
    if (unanswered) throw unanswered;
    return !deciding;
  };
}

const itemsOf = (collection: readonly unknown[] | ReadonlyMap<string, unknown>): readonly unknown[] =>
  collection instanceof Map ? [...collection.keys()] : (collection as readonly unknown[]);

const isScalarList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.every((one) => typeof one !== 'object' && !Number.isNaN(one));

function memberOf(value: Run, list: readonly unknown[]): Run {
  const members = new Set(list);
  return (attributes, item) => members.has(value(attributes, item));
}
