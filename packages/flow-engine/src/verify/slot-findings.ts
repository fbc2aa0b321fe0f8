import { shown } from '@trialogue/variant-config';
import type { CollectState, FlowDefinition, StateDefinition } from '../definition';
import { guardsIn, valuesIn } from '../flow-expressions';
import { guardTree } from '../guard';
import { rulesOf } from '../routes';
import type { Edge } from './abstract-flow';
import { assume } from './abstract-guard';
import { hasValue, valuesOf } from './abstract-value';
import type { Case } from './case';
import type { Finding } from './finding';
import { partsOf, placeOf, placesOf } from './guard-places';
import type { Surroundings } from './surroundings';

/** Slots that no conversation fills, and expressions that read one before it can be. */
export function slotFindings(judged: Case): Finding[] {
  const { flow, possible, seen } = judged;
  if (possible === undefined) return [];
  const entered = Object.entries(flow.states).filter(([name]) => possible.arriving(name) !== undefined);
  const written = new Set(
    entered.flatMap(([, state]) => [...('collect' in state ? [state.collect] : []), ...writtenBy(state, 'all')]),
  );
  const empty = Object.entries(flow.slots ?? {}).flatMap(([slot, { prefill }]) =>
    written.has(slot) || prefill !== undefined ? [] : [slot],
  );
  return [
    ...empty.map((slot): Finding => {
      const message =
        'is collected or written in no state that is entered, so it stays empty unless it is given at the beginning';
      const witness = seen.entered.get(flow.initial);
      return { kind: 'slot_never_filled', severity: 'warning', path: ['slots', slot], message, witness };
    }),
    ...entered.flatMap(([name, state]) => ('collect' in state ? refusing(judged, name, state) : [])),
    ...readEarly(judged, possible.edges, empty),
  ];
}

/** Slots that a state writes otherwise than by asking: on its way in, before it looks at its `next`, or at all. */
function writtenBy(state: StateDefinition, until: 'entered' | 'chosen' | 'all'): string[] {
  const places = { entered: /^entry/, chosen: /^(?:entry|save|prompt)/, all: /./ }[until];
  return valuesIn(state).flatMap(({ values, path, into }) =>
    into === 'own' && places.test(String(path[0])) ? Object.keys(values).filter((slot) => values[slot] !== null) : [],
  );
}

/** Whether anything fills the slot of a state that asks for it. */
function refusing({ flow, possible, seen }: Case, name: string, state: CollectState): Finding[] {
  const { collect } = state;
  const asking = possible!.asking(name);
  if (asking.length === 0 || seen.filled.has(name) || !seen.entered.has(name)) return [];
  const finding = { kind: 'slot_never_filled', state: name, witness: seen.entered.get(name) } as const;
  const values = valuesOf(flow.slots![collect]!.schema);
  if (!hasValue(values)) {
    const message = 'accepts no value at all, so every answer is refused';
    return [{ ...finding, severity: 'error', path: ['slots', collect, 'schema'], message }];
  }
  let accepted = asking.map((known): Surroundings => new Map(known).set(`slots.${collect}`, values));
  const guards = [
    ...rulesOf(state).map(({ when, path }) => ({ when, path: [...path, 'when'] })),
    ...(state.check ? [{ when: state.check.valid, path: ['check', 'valid'] }] : []),
  ];
  for (const { when, path } of guards) {
    accepted = accepted.flatMap((known) => assume(guardTree(when), known, 'true'));
    const message = `${shown(when)} holds for no value of ${collect} that is accepted before it, so every answer is refused`;
    if (accepted.length === 0) return [{ ...finding, severity: 'error', path: ['states', name, ...path], message }];
  }
  // Answers that are never read are told of with what is heard instead.
  const isRead = possible!.choosing(name).some((known) => (known.get('turns')?.numbers?.high ?? 0) > 0);
  if (!isRead) return [];
  const message = `no answer was found that fills ${collect} in ${seen.steps} steps that were played; it could not be decided`;
  return [{ ...finding, severity: 'unknown', path: ['states', name, 'collect'], message }];
}

interface Read {
  readonly text: string;
  readonly path: readonly (string | number)[];
}

/** Expressions of a state that are looked at once it has been entered; not what a user can want instead. */
function expressionsIn(state: StateDefinition): Read[] {
  const guards = guardsIn(state).map(({ guard, path }) => ({ text: guard, path }));
  const values = valuesIn(state).flatMap(({ values: all, path }) =>
    Object.entries(all).flatMap(([name, text]) => (typeof text === 'string' ? [{ text, path: [...path, name] }] : [])),
  );
  return [...guards, ...values].filter(({ path }) => path[0] !== 'on');
}

/** Expressions that read a slot which nothing before them fills. One that asks `has` first knows. */
function readEarly({ flow, seen }: Case, edges: readonly Edge[], empty: readonly string[]): Finding[] {
  const before = filledBefore(flow, edges);
  return [...before].flatMap(([name, filled]) => {
    const state = flow.states[name];
    if (state === undefined) return [];
    return expressionsIn(state).flatMap(({ text, path }): Finding[] => {
      const isEntering = path[0] === 'entry';
      const own = isEntering ? [] : ['collect' in state ? state.collect : [], writtenBy(state, 'chosen')].flat(2);
      const asked = partsOf(guardTree(text)).flatMap((part) =>
        part.op === 'call' && part.args[0] === 'has' ? (placeOf(part.args[1][0]!) ?? []) : [],
      );
      const early = placesOf(guardTree(text))
        .filter((place) => place.startsWith('slots.') && !asked.includes(place))
        .map((place) => place.split('.')[1]!)
        .filter((slot) => !filled.has(slot) && !own.includes(slot) && !empty.includes(slot));
      return [...new Set(early)].map((slot) => ({
        kind: 'slot_read_early',
        severity: 'warning',
        state: name,
        path: ['states', name, ...path],
        message: `reads ${slot}, which no state before it fills: the expression fails then${isGuard(path) ? ', and does not hold' : ''}`,
        witness: seen.entered.get(name),
      }));
    });
  });
}

const isGuard = (path: Read['path']) => ['when', 'until', 'valid'].includes(String(path.at(-1)));

/** For each state that is entered, the slots that some way to it fills. */
function filledBefore({ slots = {}, states, initial }: FlowDefinition, edges: readonly Edge[]) {
  const prefilled = Object.keys(slots).filter((slot) => slots[slot]!.prefill !== undefined);
  const before = new Map<string, Set<string>>([[initial, new Set(prefilled)]]);
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const { from, way, to } of edges) {
      if (to === undefined || !before.has(from)) continue;
      const state = states[from]; // None where corrections come together.
      const after = before.get(to) ?? new Set();
      const size = before.has(to) ? after.size : -1;
      for (const slot of before.get(from)!) after.add(slot);
      for (const slot of state ? writtenBy(state, 'all') : []) after.add(slot);
      if (state && 'collect' in state && typeof way === 'number') after.add(state.collect);
      before.set(to, after);
      isNew ||= after.size !== size;
    }
  }
  return before;
}
