import type { ASTNode } from '@marcbachmann/cel-js';
import { guardTree } from '../guard';
import type { Transition } from '../routes';
import { assume, assumeNotTrue } from './abstract-guard';
import { fewOf } from './arrivals';
import type { Surroundings } from './surroundings';

/** Each transition with what is known where it is taken. */
export function waysBy(transitions: readonly Transition[], choosing: readonly Surroundings[]) {
  let left = [...choosing];
  return transitions.flatMap(({ when, to }, index) => {
    const tree = when === undefined ? undefined : guardTree(when);
    const taken = left.flatMap((known) => (tree ? assume(tree, known, 'true') : [known]));
    left = without(left, tree);
    return taken.map((known) => ({ way: index, to, known }));
  });
}

/** What is left for a transition by those before it. */
export function leftOver(
  transitions: readonly Transition[],
  index: number,
  choosing: readonly Surroundings[],
): readonly Surroundings[] {
  return transitions
    .slice(0, index)
    .reduce((left, { when }) => without(left, when === undefined ? undefined : guardTree(when)), [...choosing]);
}

/** What is left where a guard does not hold; nothing where there is none. */
export function without(left: readonly Surroundings[], tree: ASTNode | undefined): Surroundings[] {
  return tree === undefined ? [] : fewOf(left.flatMap((known) => assumeNotTrue(tree, known)));
}
