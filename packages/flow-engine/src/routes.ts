import type { Next, StateDefinition } from './definition';
import type { StateKind } from './flow-schema';
import { stateKinds } from './flow-schema';

/** What a state does: the first member that says so, `final` before all. */
export const kindOf = (state: object): StateKind | undefined => stateKinds.find((kind) => Object.hasOwn(state, kind));

/** Transitions as a list, however they are written. */
export const transitionsOf = (next: Next): readonly { readonly when?: string; readonly to: string }[] =>
  typeof next === 'string' ? [{ to: next }] : next;

/** Every state that a state names, with its place below the state. */
export function routesOf(state: StateDefinition): { readonly to: string; readonly path: (string | number)[] }[] {
  if (!('next' in state)) return [];
  const { next } = state;
  const routes =
    typeof next === 'string'
      ? [{ to: next, path: ['next'] }]
      : next.map(({ to }, index) => ({ to, path: ['next', index, 'to'] }));
  return 'failed' in state && state.failed !== undefined ? [...routes, { to: state.failed, path: ['failed'] }] : routes;
}
