import type { Expression } from '../expression';
import { named } from '../named';
import { type Attributes, attribute, isKnown } from './attribute-value';
import { operators } from './operators';
import { Unanswered } from './unanswered';

/** `item` is the value of the variable of the `all` or `exists` in which it stands; they do not nest. */
type Run = (attributes: Attributes, item?: unknown) => any;

/**
 * A condition as a function of the attributes: whether it holds, or why there is no telling.
 *
 * @throws Error for an expression that no publisher lets through
 */
export function compileExpression(expression: Expression): (attributes: Attributes) => boolean | Unanswered {
  const holds = compile(expression);
  return (attributes) => {
    try {
      return holds(attributes);
    } catch (error) {
      if (error instanceof Unanswered) return error;
      throw error;
    }
  };
}

const run = (one: Run, attributes: Attributes, item: unknown) => one(attributes, item);

/** Text, doubles, truth values and null stand for themselves; an int is written as text, for JSON has none. */
function compile(expression: unknown): Run {
  if (!Array.isArray(expression)) return () => expression;
  const [operator, ...operands] = expression as [string, ...any[]];
  const [first, second] = operands;
  switch (operator) {
    case 'integer': {
      const value = BigInt(first);
      return () => value;
    }
    case 'attribute':
      return attribute(first, second);
    case 'known':
      return (attributes) => isKnown(attributes, first);
    case 'item':
      return (_attributes, item) => item;
    case 'among': {
      const members = new Set(second);
      const value = compile(first);
      return (attributes, item) => members.has(value(attributes, item));
    }
  }
  const runs = operands.map(compile);
  const [a, b, c] = runs as [Run, Run, Run];
  const ofItem = (item: unknown, attributes: Attributes) => b(attributes, item);
  switch (operator) {
    case '&&':
    case '||':
      return (attributes, item) => decided(operator === '||', runs, run, attributes, item);
    case 'all':
    case 'exists':
      return (attributes) => decided(operator === 'exists', a(attributes), ofItem, attributes);
    case '?:':
      return (attributes, item) => (a(attributes, item) ? b : c)(attributes, item);
    case 'list':
      return (attributes, item) => runs.map((one) => one(attributes, item));
  }
  const apply = named(operators, operator);
  return (attributes, item) => apply(a(attributes, item), b?.(attributes, item));
}

/**
 * CEL's `&&` and `all` (decided by false), `||` and `exists` (by true): one part that decides is enough, though others have
 * no answer.
 */
function decided<Part>(
  deciding: boolean,
  parts: readonly Part[],
  answer: (part: Part, attributes: Attributes, item?: unknown) => boolean,
  attributes: Attributes,
  item?: unknown,
): boolean {
  let unanswered: unknown;
  for (let index = 0; index < parts.length; index++) {
    try {
      if (answer(parts[index]!, attributes, item) === deciding) return deciding;
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      unanswered ??= error;
    }
  }
  if (unanswered) throw unanswered;
  return !deciding;
}
