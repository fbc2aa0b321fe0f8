import { shown } from '@trialogue/variant-config';
import type { CollectState } from '../definition';
import { guardsIn } from '../flow-expressions';
import { guardTree } from '../guard';
import { rulesOf } from '../routes';
import type { Edge } from './abstract-flow';
import type { Case } from './case';
import type { Finding } from './finding';
import { partsOf, placeOf, placesOf } from './guard-places';

/** Slots that no conversation fills, and guards that read one before it can be. */
export function slotFindings(judged: Case): Finding[] {
  const { flow, possible, seen } = judged;
  if (possible === undefined) return [];
  const collecting = Object.entries(flow.states).flatMap(([name, state]) =>
    'collect' in state && possible.arriving(name) ? [[name, state] as const] : [],
  );
  const uncollected = Object.keys(flow.slots ?? {}).filter(
    (slot) => !collecting.some(([, { collect }]) => collect === slot),
  );
  return [
    ...uncollected.map((slot): Finding => {
      const message = 'is collected in no state that is entered, so it stays empty unless it is given at the beginning';
      const witness = seen.entered.get(flow.initial);
      return { kind: 'slot_never_filled', severity: 'warning', path: ['slots', slot], message, witness };
    }),
    ...collecting.flatMap(([name, state]) => refusing(judged, name, state)),
    ...readEarly(judged, possible.edges, uncollected),
  ];
}

/** Whether anything fills the slot of a state that asks for it. */
function refusing({ possible, seen }: Case, name: string, state: CollectState): Finding[] {
  const { collect } = state;
  const [rule] = rulesOf(state);
  const isAsked = possible!.arriving(name)!.some((known) => known.get(`slots.${collect}`)?.missing ?? true);
  if (!isAsked || seen.filled.has(name) || !seen.entered.has(name)) return [];
  const filled = possible!.choosing(name).filter((known) => (known.get('turns')?.numbers?.high ?? 0) > 0);
  const finding = { kind: 'slot_never_filled', state: name, witness: seen.entered.get(name) } as const;
  if (filled.length === 0) {
    const path = rule ? ['states', name, ...rule.path, 'when'] : ['slots', collect, 'schema'];
    const message = rule
      ? `${shown(rule.when)} holds for no value that the schema of ${collect} accepts, so every answer is refused`
      : 'accepts no value at all, so every answer is refused';
    return [{ ...finding, severity: 'error', path, message }];
  }
  const message = `no answer was found that fills ${collect} in ${seen.steps} steps that were played; it could not be decided`;
  return [{ ...finding, severity: 'unknown', path: ['states', name, 'collect'], message }];
}

/** Guards that read a slot which nothing before them fills. One that asks `has` first knows. */
function readEarly({ flow, seen }: Case, edges: readonly Edge[], uncollected: readonly string[]): Finding[] {
  const before = filledBefore(flow.states, flow.initial, edges);
  return [...before].flatMap(([name, filled]) => {
    const state = flow.states[name]!;
    const own = 'collect' in state ? [state.collect] : [];
    return guardsIn(state).flatMap(({ guard, path }): Finding[] => {
      const asked = partsOf(guardTree(guard)).flatMap((part) =>
        part.op === 'call' && part.args[0] === 'has' ? (placeOf(part.args[1][0]!) ?? []) : [],
      );
      const early = placesOf(guardTree(guard))
        .filter((place) => place.startsWith('slots.') && !asked.includes(place))
        .map((place) => place.split('.')[1]!)
        .filter((slot) => !filled.has(slot) && !own.includes(slot) && !uncollected.includes(slot));
      return early.map((slot) => ({
        kind: 'slot_read_early',
        severity: 'warning',
        state: name,
        path: ['states', name, ...path],
        message: `reads ${slot}, which no state before it fills: the guard fails then, and does not hold`,
        witness: seen.entered.get(name),
      }));
    });
  });
}

/** For each state that is entered, the slots that some way to it fills. */
function filledBefore(
  states: Case['flow']['states'],
  initial: string,
  edges: readonly Edge[],
): Map<string, ReadonlySet<string>> {
  const before = new Map<string, Set<string>>([[initial, new Set()]]);
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const { from, way, to } of edges) {
      if (to === undefined || !before.has(from)) continue;
      const state = states[from]!;
      const after = before.get(to) ?? new Set();
      const size = before.has(to) ? after.size : -1;
      for (const slot of before.get(from)!) after.add(slot);
      if ('collect' in state && typeof way === 'number') after.add(state.collect);
      before.set(to, after);
      isNew ||= after.size !== size;
    }
  }
  return before;
}
