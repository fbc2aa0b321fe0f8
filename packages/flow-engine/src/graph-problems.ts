import type { Problem } from '@trialogue/errors';
import { shown, unknownName } from '@trialogue/variant-config';
import type { FlowDefinition, Interruption, StateDefinition } from './definition';
import { interruptionRoutes, interruptionsOf, kindOf, routesOf } from './routes';

/**
 * What is wrong with how states lead to one another.
 *
 * @param on of the flow
 * @param names of all states, those included whose definition is no use
 */
export function targetProblems(
  initial: unknown,
  states: ReadonlyMap<string, StateDefinition>,
  on: readonly Interruption[],
  names: readonly string[],
): Problem[] {
  const known = new Set(names);
  const unknown = (path: Problem['path'], to: string): Problem[] =>
    known.has(to) ? [] : [unknownName(path, `there is no state ${shown(to)}`, to, names)];
  return [
    ...(typeof initial === 'string' ? unknown(['initial'], initial) : []),
    ...interruptionRoutes(on).flatMap(({ to, path }) => unknown([...path], to)),
    ...[...states].flatMap(([name, state]) =>
      routesOf(state).flatMap(({ to, path }) => unknown(['states', name, ...path], to)),
    ),
  ];
}

/** States that nothing leads to, that lead to no end, or that speak in a circle. Every target has to exist. */
export function pathProblems(flow: FlowDefinition): Problem[] {
  const names = Object.keys(flow.states);
  const after = followersIn(flow);
  const before = new Map(names.map((name): [string, string[]] => [name, []]));
  for (const name of names) for (const to of after(name)) before.get(to)!.push(name);
  const reached = closure([flow.initial], after);
  const ending = closure(
    names.filter((name) => isEnd(flow.states[name]!)),
    (name) => before.get(name)!,
  );
  const speaking = (name: string) => after(name).filter((to) => onlySays(flow.states[to]!));
  return names.flatMap((name): Problem[] => {
    const path = ['states', name];
    if (!reached.has(name))
      return [{ path, message: `no state leads to it from ${shown(flow.initial)}, the initial one` }];
    if (onlySays(flow.states[name]!) && closure(speaking(name), speaking).has(name))
      return [{ path, message: 'only says and comes back to itself, without ever waiting for the user' }];
    return ending.has(name) ? [] : [{ path, message: 'leads to no final state, so the conversation could never end' }];
  });
}

/** States that follow a state in one way or another. */
export function followersIn(flow: FlowDefinition): (state: string) => readonly string[] {
  const after = new Map(
    Object.entries(flow.states).map(([name, state]) => {
      const flows = interruptionsOf(flow, state).flatMap(({ to }) => to ?? []);
      return [name, [...new Set([...routesOf(state).map(({ to }) => to), ...flows])]];
    }),
  );
  return (state) => after.get(state) ?? [];
}

/** Whether a flow ends in it, or goes over into another that does. */
export const isEnd = (state: StateDefinition): boolean => ['final', 'link'].includes(kindOf(state)!);

/** Coming back to such a state, nothing has changed. */
const onlySays = (state: StateDefinition): boolean =>
  kindOf(state) === 'say' && state.entry?.set === undefined && !('exit' in state && state.exit?.set !== undefined);

/** Everything that is reached from these names, themselves included. */
export function closure(from: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  const reached = new Set(from);
  for (const name of reached) for (const other of next(name)) reached.add(other);
  return reached;
}
