import type { ASTNode } from '@marcbachmann/cel-js';

/** The place that an expression reads, `slots.age`; undefined for any other. `double(slots.age)` is its number. */
export function placeOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return roots.has(node.args) ? node.args : undefined;
  if (node.op === 'call' && (node.args[0] === 'double' || node.args[0] === 'dyn')) return placeOf(node.args[1][0]!);
  const member = memberOf(node);
  const around = member && placeOf(member[0]);
  return around === undefined ? undefined : `${around}.${member![1]}`;
}

const roots = new Set(['slots', 'variables', 'attributes', 'turns', 'text', 'answer', 'result', 'outcome']);

function memberOf(node: ASTNode): [ASTNode, string] | undefined {
  if (node.op === '.') return node.args;
  if (node.op !== '[]' || node.args[1].op !== 'value' || typeof node.args[1].args !== 'string') return undefined;
  return [node.args[0], node.args[1].args];
}

/** Every part of an expression, itself included. */
export function partsOf(node: ASTNode): ASTNode[] {
  const inside = (value: unknown): ASTNode[] => {
    if (Array.isArray(value)) return value.flatMap(inside);
    return typeof value === 'object' && value !== null && 'op' in value ? partsOf(value as ASTNode) : [];
  };
  return [node, ...inside(node.args)];
}

const read = new WeakMap<ASTNode, readonly string[]>();

/** All places that an expression reads, those within which others are, too. */
export function placesReadBy(node: ASTNode): readonly string[] {
  const places = read.get(node) ?? [...new Set(partsOf(node).flatMap((part) => placeOf(part) ?? []))];
  read.set(node, places);
  return places;
}

/** The places that an expression reads, each once: the longest of those that are one in another. */
export function placesOf(node: ASTNode): string[] {
  const places = placesReadBy(node);
  return places.filter((place) => !places.some((other) => other.startsWith(`${place}.`)) && !bare.has(place));
}

const bare = new Set(['slots', 'variables', 'attributes']);
