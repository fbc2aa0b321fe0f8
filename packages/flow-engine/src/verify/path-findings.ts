import { shown } from '@trialogue/variant-config';
import { closure, followersIn, isEnd } from '../graph-problems';
import { limits } from '../limits';
import type { Edge, Possible } from './abstract-flow';
import type { Case } from './case';
import { endedIn, type Finding } from './finding';

/** Where paths lead: nowhere, round and round, or never to a state. */
export const pathFindings = (judged: Case): Finding[] => [
  ...unreachable(judged),
  ...withoutEnd(judged),
  ...withoutWait(judged),
];

function unreachable({ flow, possible, seen }: Case): Finding[] {
  if (possible === undefined) return [];
  const names = Object.keys(flow.states);
  const after = followersIn(flow);
  const before = new Map(names.map((name): [string, string[]] => [name, []]));
  for (const name of names) for (const to of after(name)) before.get(to)!.push(name);
  return names.flatMap((state): Finding[] => {
    if (possible.arriving(state) !== undefined) return [];
    const named = before.get(state)!;
    const reached = named.filter((other) => possible.arriving(other) !== undefined);
    // What only an unreachable state leads to is told of that one.
    if (named.some((other) => other !== state) && reached.length === 0) return [];
    const message =
      reached.length === 0
        ? `no state leads to it from ${shown(flow.initial)}, the initial one`
        : `is never entered: what leads to it from ${reached.join(', ')} can never hold`;
    const witness = seen.entered.get(reached[0] ?? flow.initial);
    return [{ kind: 'unreachable_state', severity: 'error', state, path: ['states', state], message, witness }];
  });
}

/** Strongly connected states from which no end is reached: one finding for each such group that nothing leaves. */
function withoutEnd({ flow, possible, seen }: Case): Finding[] {
  if (possible === undefined) return [];
  const states = Object.keys(flow.states).filter((state) => possible.arriving(state) !== undefined);
  const [after, before] = directions(possible);
  // Too many invalid answers do end the flow; but nobody means to end it like that.
  const ending = closure(
    states.filter((state) => isEnd(flow.states[state]!)),
    before,
  );
  const told = new Set<string>();
  return states.flatMap((state): Finding[] => {
    if (ending.has(state) || told.has(state)) return [];
    const group = [...closure([state], after)].sort();
    if (!group.every((other) => closure([other], after).has(state))) return [];
    for (const other of group) told.add(other);
    const isLoop = after(state).length > 0;
    const kind = isLoop ? 'loop_without_exit' : 'dead_end';
    const message = isLoop
      ? `goes round for ever: no event and no guard leads out of ${group.filter((one) => Object.hasOwn(flow.states, one)).join(', ')} to a final state`
      : 'is never left: no event leads on from it, and it is not final';
    return [{ kind, severity: 'error', state, path: ['states', state], message, witness: seen.entered.get(state) }];
  });
}

/** States after and before a state. An interruption that comes back to its state leads nowhere. */
function directions({ edges }: Possible): [(state: string) => readonly string[], (state: string) => readonly string[]] {
  const [after, before] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (where: Map<string, string[]>, from: string, to: string) =>
    where.set(from, [...(where.get(from) ?? []), to]);
  for (const { from, to, way } of edges) {
    if (to === undefined || (to === from && isAside(way))) continue;
    add(after, from, to);
    add(before, to, from);
  }
  return [(state) => after.get(state) ?? [], (state) => before.get(state) ?? []];
}

const isAside = (way: Edge['way']) => typeof way === 'string' && /\bon\./.test(way);

/** States that follow one another without waiting, until the flow counts as stuck. One finding tells of the loop. */
function withoutWait({ possible, seen }: Case): Finding[] {
  return endedIn(seen.ended, 'stuck')
    .slice(0, 1)
    .map(({ state, witness }) => {
      const after = possible === undefined ? undefined : directions(possible)[0];
      const isRound = after === undefined || closure(after(state), after).has(state);
      const message = isRound
        ? 'comes back to itself without ever waiting for the user, until the flow ends as `stuck`; a slot that is filled is not asked for again, and a call that fails is not to be repeated at once'
        : `is one of more than ${limits.entered} states that follow one another without ever waiting, so that the flow ends as \`stuck\``;
      return { kind: 'loop_without_wait', severity: 'error', state, path: ['states', state], message, witness };
    });
}
