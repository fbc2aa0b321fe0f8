import type { ASTNode } from '@marcbachmann/cel-js';

/** Name of the type that the check gave a node; `undefined` where it looked no further, as inside `has()`. */
export const typeOf = (node: ASTNode): string | undefined =>
  (node as { readonly checkedType?: { readonly name: string } }).checkedType?.name;

/** The attribute that a node names: `country`, `attributes.country` or `attributes["country"]`. */
export function attributeNamed(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [object, key] = node.args;
  if (object.op !== 'id' || object.args !== 'attributes') return undefined;
  if (typeof key === 'string') return key;
  return key.op === 'value' && typeof key.args === 'string' ? key.args : undefined;
}

/** The operands of a node that are nodes. */
export function partsOf(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return typeof value === 'object' && value !== null && 'op' in value ? [value as ASTNode] : [];
}
