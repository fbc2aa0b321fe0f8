import type { ASTNode } from '@marcbachmann/cel-js';
import type { Expression } from '@trialogue/assignment';
import type { DeclaredAttributes } from './declared-attributes';
import { attributeNamed, typeOf } from './syntax';

/** An operand of an expression: another, or a literal that stands for itself. */
type Operand = Expression | string | number | boolean;

/** Thrown for what passes CEL's own check and is not offered. */
export class NotOffered extends Error {
  constructor(
    readonly node: ASTNode,
    message: string,
  ) {
    super(message);
  }
}

/** Types that operands may have; the rest of CEL's (durations, bytes, uint, null, types) is not offered. */
const offered = /^(?:(?:list<|map<string, )*(?:string|int|double|bool|google\.protobuf\.Timestamp|T)>*)$/;

/**
 * A checked expression in the form that assignment evaluates, of few operators: `a > b` is `b < a`, `a != b` is `!(a == b)`,
 * chains of `&&` and `||` are one.
 *
 * @throws NotOffered
 */
export function toExpression(root: ASTNode, attributes: DeclaredAttributes): Expression {
  const expression = convert(root, undefined);
  return Array.isArray(expression) ? (expression as unknown as Expression) : ['&&', expression];

  function convert(node: ASTNode, item: string | undefined): Operand {
    const type = typeOf(node);
    if (type !== undefined && !offered.test(type)) throw new NotOffered(node, `values of type ${type} are not offered`);
    if (node.op === 'id' && node.args === item) return ['item'];
    const name = attributeNamed(node);
    if (name !== undefined) return ['attribute', name, attributes[name]!];
    switch (node.op) {
      case 'value':
        return typeof node.args === 'bigint'
          ? ['integer', String(node.args)]
          : (node.args as string | number | boolean);
      case 'list':
        return ['list', ...node.args.map((part) => convert(part, item))];
      case '.':
        return ['at', convert(node.args[0], item), node.args[1]];
      case '[]':
        return ['at', ...both(node.args, item)];
      case '!_':
        return ['!', convert(node.args, item)];
      case '-_':
        return ['neg', convert(node.args, item)];
      case '&&':
      case '||':
        return [node.op, ...chain(node, node.op).map((part) => convert(part, item))];
      case '?:':
        return ['?:', ...node.args.map((part) => convert(part, item))];
      case '>':
        return ['<', ...both(node.args, item).reverse()];
      case '>=':
        return ['<=', ...both(node.args, item).reverse()];
      case '==':
        return equality(node.args, item);
      case '!=':
        return ['!', equality(node.args, item)];
      case 'in':
        return membership(node.args, item);
      case 'call':
        return call(node, item);
      case 'rcall':
        return method(node, item);
      default:
        return [node.op, ...both(node.args as [ASTNode, ASTNode], item)];
    }
  }

  function both([left, right]: readonly [ASTNode, ASTNode], item: string | undefined): [Operand, Operand] {
    return [convert(left, item), convert(right, item)];
  }

  function equality(sides: readonly [ASTNode, ASTNode], item: string | undefined): Expression {
    if (typeOf(sides[0])?.includes('map<')) throw new NotOffered(sides[0], 'maps are not compared as a whole');
    return ['==', ...both(sides, item)];
  }

  /** A list that is written out becomes a set, whatever its length. */
  function membership([value, list]: readonly [ASTNode, ASTNode], item: string | undefined): Expression {
    if (typeOf(list)?.includes('list<map<')) throw new NotOffered(list, 'maps are not compared as a whole');
    const literals = list.op === 'list' ? list.args.map((part) => (part.op === 'value' ? part.args : undefined)) : [];
    const left = convert(value, item);
    if (literals.length > 0 && literals.every((one) => ['string', 'number', 'boolean'].includes(typeof one)))
      return ['among', left, literals];
    // Beyond these, doubles would take two ints for one
    if (literals.length > 0 && literals.every((one) => typeof one === 'bigint' && Number.isSafeInteger(Number(one))))
      return ['among', ['double', left], literals.map(Number)];
    return ['in', left, convert(list, item)];
  }

  function call(node: ASTNode & { op: 'call' }, item: string | undefined): Operand {
    const [name, [only]] = node.args as [string, [ASTNode]];
    if (name === 'has') return presence(only);
    const given = typeOf(only);
    if (name === given) return convert(only, item);
    const takes: { readonly [name: string]: string } = { int: 'double', double: 'int', timestamp: 'string' };
    if (takes[name] !== undefined && takes[name] !== given)
      throw new NotOffered(node, `${name}() of ${given} is not offered; expected ${takes[name]}`);
    return [name, convert(only, item)];
  }

  function presence(argument: ASTNode): Expression {
    const name = attributeNamed(argument);
    if (name !== undefined) return ['known', name];
    const [object, key] = argument.args as [ASTNode, string];
    const map = attributeNamed(object);
    if (map === undefined || !attributes[map]?.startsWith('map<'))
      throw new NotOffered(argument, 'has() takes attributes.NAME, or a key of an attribute that is a map');
    return ['has', convert(object, undefined), key];
  }

  function method(node: ASTNode & { op: 'rcall' }, item: string | undefined): Expression {
    const [name, receiver, args] = node.args;
    const left = convert(receiver, item);
    if (name !== 'all' && name !== 'exists') return [name, left, ...args.map((arg) => convert(arg, item))];
    if (!typeOf(receiver)?.startsWith('list<')) throw new NotOffered(receiver, `${name} takes a list`);
    return [name, left, convert(args[1]!, (args[0] as ASTNode & { op: 'id' }).args)];
  }
}

function chain(node: ASTNode, op: '&&' | '||'): ASTNode[] {
  return node.op === op ? [...chain(node.args[0], op), ...chain(node.args[1], op)] : [node];
}
