import type { Problem } from '@trialogue/errors';
import { shown, unknownName } from '@trialogue/variant-config';
import type { StateDefinition } from './definition';
import { kindOf, routesOf } from './routes';

type States = ReadonlyMap<string, StateDefinition>;

/**
 * What is wrong with how states lead to one another.
 *
 * @param names of all states, those included whose definition is no use
 */
export function targetProblems(initial: unknown, states: States, names: readonly string[]): Problem[] {
  const unknown = (path: Problem['path'], to: string): Problem[] =>
    names.includes(to) ? [] : [unknownName(path, `there is no state ${shown(to)}`, to, names)];
  return [
    ...(typeof initial === 'string' ? unknown(['initial'], initial) : []),
    ...[...states].flatMap(([name, state]) =>
      routesOf(state).flatMap(({ to, path }) => unknown(['states', name, ...path], to)),
    ),
  ];
}

/** States that nothing leads to, that lead to no end, or that speak in a circle. Every target has to exist. */
export function pathProblems(initial: string, states: States): Problem[] {
  const leadsTo = (name: string) => routesOf(states.get(name)!).map(({ to }) => to);
  const reached = closure([initial], leadsTo);
  const finals = [...states.keys()].filter((name) => kindOf(states.get(name)!) === 'final');
  const comesFrom = (name: string) => [...states.keys()].filter((other) => leadsTo(other).includes(name));
  const ending = closure(finals, comesFrom);
  const speaking = (name: string) => leadsTo(name).filter((to) => kindOf(states.get(to)!) === 'say');
  return [...states.keys()].flatMap((name): Problem[] => {
    const path = ['states', name];
    if (!reached.has(name)) return [{ path, message: `no state leads to it from ${shown(initial)}, the initial one` }];
    if (kindOf(states.get(name)!) === 'say' && closure(speaking(name), speaking).has(name))
      return [{ path, message: 'only says and comes back to itself, without ever waiting for the user' }];
    return ending.has(name) ? [] : [{ path, message: 'leads to no final state, so the conversation could never end' }];
  });
}

/** Everything that is reached from these names, themselves included. */
function closure(from: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  const reached = new Set(from);
  for (const name of reached) for (const other of next(name)) reached.add(other);
  return reached;
}
