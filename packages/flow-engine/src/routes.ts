import type { Call, FlowDefinition, Interruption, Next, Rule, StateDefinition } from './definition';
import { type StateKind, stateKinds } from './state-schemas';

/** What a state does: the first member that says so, `final` before all. */
export const kindOf = (state: object): StateKind | undefined => stateKinds.find((kind) => Object.hasOwn(state, kind));

export interface Transition {
  readonly when?: string;
  readonly to: string;
}

/** Transitions as a list, however they are written. */
export const transitionsOf = (next: Next): readonly Transition[] => (typeof next === 'string' ? [{ to: next }] : next);

/** The transitions among which a state chooses, and the member that has them. */
export function choicesOf(state: StateDefinition): {
  readonly member: 'next' | 'choose';
  readonly transitions: readonly Transition[];
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

/** What a state calls. */
export function callOf(state: StateDefinition): Call | undefined {
  if ('call' in state) return state.call;
  return 'check' in state ? state.check?.call : undefined;
}

/** A state that is named, and where. */
export interface Route {
  readonly to: string;
  readonly path: readonly (string | number)[];
}

/** Every state that a state names, with its place below the state. */
export function routesOf(state: StateDefinition): Route[] {
  const { member, transitions } = choicesOf(state);
  const isName = 'next' in state && typeof state.next === 'string';
  return [
    ...transitions.map(({ to }, index) => ({ to, path: isName ? [member] : [member, index, 'to'] })),
    ...('failed' in state && state.failed !== undefined ? [{ to: state.failed, path: ['failed'] }] : []),
    ...Object.entries(('after' in state && state.after) || {}).map(([time, to]) => ({ to, path: ['after', time] })),
    ...('on' in state ? interruptionRoutes(state.on) : []),
  ];
}

/** Every state that interruptions name, with its place below what lists them. */
export const interruptionRoutes = (interruptions: readonly Interruption[] = []): Route[] =>
  interruptions.flatMap(({ to }, index) => (to === undefined ? [] : [{ to, path: ['on', index, 'to'] }]));

export interface PlacedInterruption extends Interruption {
  /** Below the state for one of its own, below the flow for others. */
  readonly path: readonly (string | number)[];
  readonly isOwn: boolean;
}

/** What a user can want instead of what a state waits for, in the order in which it is asked for. */
export function interruptionsOf({ on = [] }: Pick<FlowDefinition, 'on'>, state: StateDefinition): PlacedInterruption[] {
  if (!('collect' in state || 'await' in state)) return [];
  const own = (state.on ?? []).map((one, index) => ({ ...one, path: ['on', index], isOwn: true }));
  const flows = state.uninterrupted ? [] : on.map((one, index) => ({ ...one, path: ['on', index], isOwn: false }));
  return [...own, ...flows];
}
