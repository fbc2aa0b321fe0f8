import type { Expression } from './nodes';

const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** A path as it is written, `user.address.city` or `meals[0].title`; undefined when something in it is computed. */
export function pathOf(node: Expression): string | undefined {
  if (node.type === 'name') return node.name;
  if (node.type !== 'attribute' && node.type !== 'item') return undefined;
  const holder = pathOf(node.of);
  if (holder === undefined) return undefined;
  if (node.type === 'attribute') return `${holder}.${node.name}`;
  if (node.key.type !== 'constant') return undefined;
  const { value } = node.key;
  if (typeof value === 'string')
    return plain.test(value) ? `${holder}.${value}` : `${holder}[${JSON.stringify(value)}]`;
  return `${holder}[${value}]`;
}

/** Where a path begins. */
export function rootOf(node: Expression): Expression {
  return node.type === 'attribute' || node.type === 'item' ? rootOf(node.of) : node;
}
