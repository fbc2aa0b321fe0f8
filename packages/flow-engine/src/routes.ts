import type { Next, Rule, StateDefinition } from './definition';
import { type StateKind, stateKinds } from './state-schemas';

/** What a state does: the first member that says so, `final` before all. */
export const kindOf = (state: object): StateKind | undefined => stateKinds.find((kind) => Object.hasOwn(state, kind));

/** Transitions as a list, however they are written. */
export const transitionsOf = (next: Next): readonly { readonly when?: string; readonly to: string }[] =>
  typeof next === 'string' ? [{ to: next }] : next;

/** The transitions among which a state chooses, and the member that has them. */
export function choicesOf(state: StateDefinition): {
  readonly member: 'next' | 'choose';
  readonly transitions: ReturnType<typeof transitionsOf>;
} {
  if ('choose' in state) return { member: 'choose', transitions: state.choose };
  return { member: 'next', transitions: 'next' in state ? transitionsOf(state.next) : [] };
}

/** The business rules of a state, with the place of each in it. */
export function rulesOf(state: StateDefinition): readonly (Rule & { readonly path: (string | number)[] })[] {
  if (!('collect' in state) || state.rule === undefined) return [];
  const { rule } = state;
  if ('when' in rule) return [{ ...rule, path: ['rule'] }];
  return rule.map((one, index) => ({ ...one, path: ['rule', index] }));
}

/** Every state that a state names, with its place below the state. */
export function routesOf(state: StateDefinition): { readonly to: string; readonly path: (string | number)[] }[] {
  const { member, transitions } = choicesOf(state);
  const isName = 'next' in state && typeof state.next === 'string';
  return [
    ...transitions.map(({ to }, index) => ({ to, path: isName ? [member] : [member, index, 'to'] })),
    ...('failed' in state && state.failed !== undefined ? [{ to: state.failed, path: ['failed'] }] : []),
    ...Object.entries(('after' in state && state.after) || {}).map(([duration, to]) => ({
      to,
      path: ['after', duration],
    })),
  ];
}
