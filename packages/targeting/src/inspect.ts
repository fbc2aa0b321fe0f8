import { type ASTNode, evaluate } from '@marcbachmann/cel-js';
import type { DeclaredAttributes } from './declared-attributes';
import { positionIn, type TargetingProblem, unknownName } from './problem';
import { attributeNamed, partsOf } from './syntax';

/** Called as `f(x)`. */
const functions = ['has', 'size', 'int', 'double', 'timestamp'];
/** Called as `x.f(…)`. */
const methods = ['size', 'startsWith', 'endsWith', 'contains', 'lowerAscii'];
/** Run another expression for each item of a list. One in another could take the square of the time, and so could what is read whole for each item. */
const macros = ['all', 'exists'];
const isReadWhole = (type: string) => /^(?:list|map)</.test(type);

/** Everything that is wrong with the names of an expression, and what of CEL is not offered, before types are looked at. */
export function inspect(source: string, root: ASTNode, attributes: DeclaredAttributes): TargetingProblem[] {
  const problems: TargetingProblem[] = [];
  const names = Object.keys(attributes);
  const report = (node: ASTNode, problem: Omit<TargetingProblem, 'path' | 'at'>) =>
    problems.push({ path: ['targeting'], ...problem, at: positionIn(source, node) });

  function visit(node: ASTNode, item: string | undefined): void {
    const named = attributeNamed(node);
    if (named !== undefined && named !== item) {
      if (named === 'attributes')
        report(node, { message: '`attributes` is no value by itself; expected attributes.NAME', found: named });
      else if (!Object.hasOwn(attributes, named)) report(node, unknownName('attribute', named, names));
      else if (item !== undefined && isReadWhole(attributes[named]!))
        report(node, {
          message: `${named} is ${attributes[named]}, which would be read again for each item of another list; only the item and single values are offered here`,
          found: named,
        });
      return;
    }
    if (node.op === 'map') report(node, { message: 'maps cannot be written out here; use `?:` or a list', found: '{' });
    if (node.op === 'value') visitLiteral(node);
    else if (node.op === 'call') visitCall(node, item);
    else if (node.op === 'rcall') visitMethod(node, item);
    else for (const part of partsOf(node.args)) visit(part, item);
  }

  function visitLiteral(node: ASTNode & { op: 'value' }): void {
    if (node.args === null)
      report(node, { message: 'null is not offered; has(attributes.NAME) says whether it is known', found: 'null' });
    else if (typeof node.args === 'object')
      report(node, { message: 'only text, numbers and truth values are offered as literals' });
  }

  function visitCall(node: ASTNode & { op: 'call' }, item: string | undefined): void {
    const [name, args] = node.args;
    if (!functions.includes(name)) report(node, unknownName('function', name, functions));
    const [only] = args;
    if (name === 'timestamp' && only?.op === 'value' && !isTimestamp(only.args))
      report(only, {
        message: `${only.args} is no time; expected one like 2026-01-31T00:00:00Z`,
        found: `${only.args}`,
      });
    if (name === 'has' && only?.op !== '.') report(node, { message: 'has() takes attributes.NAME, or MAP.key' });
    for (const arg of args) visit(arg, item);
  }

  function visitMethod(node: ASTNode & { op: 'rcall' }, item: string | undefined): void {
    const [name, receiver, args] = node.args;
    if (item !== undefined && macros.includes(name))
      return void report(node, { message: `${name} stands inside another expression over a list` });
    visit(receiver, item);
    if (name === 'matches')
      return void report(node, {
        message: 'matches() is not offered, for some patterns take for ever; use startsWith, endsWith or contains',
        found: 'matches',
        expected: 'startsWith, endsWith or contains',
      });
    if (!macros.includes(name)) {
      if (!methods.includes(name)) report(node, unknownName('method', name, [...methods, ...macros]));
      for (const arg of args) visit(arg, item);
      return;
    }
    const [variable, body] = args;
    if (args.length !== 2 || variable?.op !== 'id' || variable.args === 'attributes')
      return void report(node, { message: `${name} takes a name and a condition, as in tags.${name}(tag, tag != "")` });
    visit(body!, variable.args);
  }

  visit(root, undefined);
  return problems;
}

function isTimestamp(text: unknown): boolean {
  try {
    return typeof text === 'string' && evaluate('timestamp(text)', { text }) instanceof Date;
  } catch {
    return false; // that is the answer
  }
}
