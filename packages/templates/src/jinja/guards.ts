import type { Expression } from './nodes';
import { pathOf } from './paths';

/** Tests that no value passes that is not there; of `defined` and `undefined` that is what they ask. */
const passedByValues = new Set(
  'boolean defined false float integer mapping none number sequence string true'.split(' '),
);

/** The paths that lead to a value for sure when a condition holds, or does not hold. */
export function definedWhen(node: Expression, holds: boolean): string[] {
  switch (node.type) {
    case 'not':
      return definedWhen(node.of, !holds);
    case 'and':
    case 'or':
      if (holds !== (node.type === 'and')) return [];
      return [...definedWhen(node.left, holds), ...definedWhen(node.right, holds)];
    case 'test': {
      const path = pathOf(node.of);
      const says = holds ? passedByValues.has(node.name) : node.name === 'undefined';
      return path !== undefined && says ? [path] : [];
    }
    default:
      return [];
  }
}
