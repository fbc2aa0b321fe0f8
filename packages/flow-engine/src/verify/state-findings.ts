import { shown } from '@trialogue/variant-config';
import { routesOf } from '../routes';
import type { Edge } from './abstract-flow';
import type { Case } from './case';
import type { Finding, Known, Witness } from './finding';

/** Where paths lead: nowhere, round and round, or never to a state. */
export const pathFindings = (judged: Case): Finding[] => [
  ...unreachable(judged),
  ...withoutEnd(judged),
  ...withoutWait(judged),
  ...withoutFailure(judged),
];

function unreachable({ flow, possible, seen }: Case): Finding[] {
  if (possible === undefined) return [];
  return Object.keys(flow.states).flatMap((state): Finding[] => {
    if (possible.arriving(state) !== undefined) return [];
    const named = Object.keys(flow.states).filter((other) =>
      routesOf(flow.states[other]!).some(({ to }) => to === state),
    );
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
  const after = followers(possible.edges);
  const reach = new Map(states.map((state) => [state, closure(state, after)]));
  // Too many invalid answers do end the flow; but nobody means to end it like that.
  const ends = (state: string) => [...reach.get(state)!].some((other) => 'final' in flow.states[other]!);
  const lost = states.filter((state) => !ends(state));
  const isLast = (state: string) =>
    [...reach.get(state)!].every((other) => reach.get(other)!.has(state) || other === state);
  const groups = new Set<string>();
  return lost.filter(isLast).flatMap((state): Finding[] => {
    const group = [...reach.get(state)!].sort();
    if (groups.has(group.join())) return [];
    groups.add(group.join());
    const isLoop = after(state).length > 0;
    const kind = isLoop ? 'loop_without_exit' : 'dead_end';
    const message = isLoop
      ? `goes round for ever: no event and no guard leads out of ${group.join(', ')} to a final state`
      : 'is never left: no event leads on from it, and it is not final';
    return [{ kind, severity: 'error', state, path: ['states', state], message, witness: seen.entered.get(state) }];
  });
}

function followers(edges: readonly Edge[]) {
  const byState = new Map<string, string[]>();
  for (const { from, to } of edges) if (to !== undefined) byState.set(from, [...(byState.get(from) ?? []), to]);
  return (state: string): readonly string[] => byState.get(state) ?? [];
}

function closure(state: string, after: (state: string) => readonly string[]): Set<string> {
  const reached = new Set([state]);
  for (const name of reached) for (const other of after(name)) reached.add(other);
  return reached;
}

const endedIn = (ended: ReadonlyMap<string, Witness>, outcome: string) =>
  [...ended].flatMap(([key, witness]) =>
    key.startsWith(`${outcome}.`) ? [{ state: key.slice(outcome.length + 1), witness }] : [],
  );

/** States that follow one another without waiting, until the flow counts as stuck. One finding tells of the loop. */
function withoutWait({ seen }: Case): Finding[] {
  return endedIn(seen.ended, 'stuck')
    .slice(0, 1)
    .map(({ state, witness }) => ({
      kind: 'loop_without_wait',
      severity: 'error',
      state,
      path: ['states', state],
      message:
        'comes back to itself without ever waiting for the user, until the flow ends as `stuck`; a slot that is filled is not asked for again',
      witness,
    }));
}

/** A flow that says where failed answers lead is taken to mean it for every slot. */
function withoutFailure({ flow, seen }: Case): Finding[] {
  const isGiven = Object.values(flow.states).some((state) => 'collect' in state && state.failed !== undefined);
  if (!isGiven) return [];
  return endedIn(seen.ended, 'not_collected').map(({ state, witness }) => ({
    kind: 'missing_failure',
    severity: 'warning',
    state,
    path: ['states', state],
    message:
      'has no `failed`, as others have: too many invalid answers end the flow with the outcome `not_collected`, without a word',
    witness,
  }));
}

/** Names of things that are not there. */
export function referenceFindings({ flow, seen }: Case, known: Known): Finding[] {
  return Object.entries(flow.states).flatMap(([state, definition]): Finding[] => {
    const reference = 'prompt' in definition ? definition.prompt.prompt_version_id : undefined;
    const message = reference === undefined ? undefined : known.prompt?.(reference);
    if (message === undefined) return [];
    const path = ['states', state, 'prompt', 'prompt_version_id'];
    return [{ kind: 'missing_reference', severity: 'warning', state, path, message, witness: seen.entered.get(state) }];
  });
}
