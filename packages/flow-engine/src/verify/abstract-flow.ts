import type { ASTNode } from '@marcbachmann/cel-js';
import type { CollectState, FlowDefinition, Next, StateDefinition } from '../definition';
import { guardTree } from '../guard';
import { choicesOf, rulesOf, transitionsOf } from '../routes';
import { assume, assumeNotTrue, keyOf, type Surroundings } from './abstract-guard';
import { type Abstract, anything, join, nothing, present, rangeOf, valuesOf } from './abstract-value';

/** A way out of a state: the index of a transition, `failed`, or `end` where the flow ends without a final state. */
export type Way = number | 'failed' | 'end';

export interface Edge {
  readonly from: string;
  readonly way: Way;
  /** Undefined where the flow ends. */
  readonly to?: string;
}

/** What conversations can do at most: every real one is among it. */
export interface Possible {
  /** Undefined for a state that is never entered. */
  arriving(state: string): readonly Surroundings[] | undefined;
  /** What is known where a state has come to choosing where to go, before its `next` is looked at. */
  choosing(state: string): readonly Surroundings[];
  readonly edges: readonly Edge[];
  /** Whether a state can leave a transition to those before it: what is known where this one is looked at. */
  lookingAt(state: string, index: number): readonly Surroundings[];
}

/** `guards`: those that are judged, each for one alternative. */
const most = { alternatives: 16, joins: 8, steps: 1_000, guards: 4_000 };
const isKnownFrom = (place: string) => place.includes('.');

/**
 * Follows all conversations at once: each state has what is known where it is entered, until nothing new comes to it.
 * Any slot can be given at the beginning, as a conversation's variables can.
 *
 * @returns undefined when that takes more steps than are spent on it: then nothing is excluded. It pauses after each
 */
export function* possibilities(flow: FlowDefinition): Generator<void, Possible | undefined> {
  const slots = Object.entries(flow.slots ?? {});
  const begin = new Map(
    slots.map(([name, { schema }]) => [`slots.${name}`, { ...valuesOf(schema), missing: true }] as const),
  );
  const arrivals = new Map<string, Arrivals>();
  const waiting = [flow.initial];
  arrivals.set(flow.initial, new Arrivals([begin]));
  for (let steps = 0, guards = 0; waiting.length > 0; steps++) {
    const name = waiting.shift()!;
    const state = flow.states[name]!;
    guards += arrivals.get(name)!.all.length * ('next' in state ? transitionsOf(state.next).length : 0);
    if (steps > most.steps || guards > most.guards) return undefined;
    yield;
    for (const { to, known } of waysOf(flow, name, arrivals.get(name)!.all)) {
      if (to === undefined) continue;
      const arrived = arrivals.get(to) ?? new Arrivals([]);
      arrivals.set(to, arrived);
      if (arrived.add(known) && !waiting.includes(to)) waiting.push(to);
    }
  }
  const edges: Edge[] = [];
  for (const [from, { all }] of arrivals) {
    const ways = waysOf(flow, from, all).map(({ way, to }): Edge => ({ from, way, to }));
    edges.push(...new Map(ways.map((edge) => [edge.way, edge])).values());
    yield;
  }
  const chosen = new Map<string, readonly Surroundings[]>();
  const choosing = (state: string) => {
    const known = chosen.get(state) ?? choosingIn(flow, state, arrivals.get(state)?.all ?? []);
    chosen.set(state, known);
    return known;
  };
  return {
    arriving: (state) => arrivals.get(state)?.all,
    choosing,
    lookingAt: (state, index) => {
      const { next } = flow.states[state] as { readonly next: Next };
      return leftOver(next, index, choosing(state));
    },
    edges,
  };
}

/** What is known where a state is entered: alternatives, and what they have in common once they are too many. */
class Arrivals {
  all: Surroundings[] = [];
  private readonly keys = new Set<string>();
  private joins = 0;

  constructor(first: readonly Surroundings[]) {
    for (const one of first) this.add(one);
  }

  /** Whether it says anything new. */
  add(known: Surroundings): boolean {
    if (this.joins > 0) return this.widen(known);
    const key = keyOf(known);
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    this.all.push(known);
    if (this.all.length > most.alternatives) {
      this.joins = 1;
      this.all = [this.all.reduce(joined)];
    }
    return true;
  }

  private widen(known: Surroundings): boolean {
    const before = keyOf(this.all[0]!);
    const wider = joined(this.all[0]!, known);
    if (keyOf(wider) === before) return false;
    this.joins += 1;
    this.all = [this.joins > most.joins ? new Map() : wider];
    return true;
  }
}

/** What holds in both: a place of which one knows nothing is not known. */
function joined(a: Surroundings, b: Surroundings): Surroundings {
  const places = [...a.keys()].filter((place) => b.has(place));
  return new Map(places.map((place) => [place, join(a.get(place)!, b.get(place)!)]));
}

interface Passing {
  readonly way: Way;
  readonly to?: string;
  readonly known: Surroundings;
}

function waysOf(flow: FlowDefinition, name: string, arriving: readonly Surroundings[]): Passing[] {
  const state = flow.states[name]!;
  if ('final' in state) return [];
  const ways = waysBy(choicesOf(state).transitions, choosingIn(flow, name, arriving));
  return [...ways, ...('collect' in state ? failures(state, arriving) : [])].map((one) => ({
    ...one,
    known: new Map([...one.known].filter(([place]) => isKnownFrom(place))),
  }));
}

/** Too many invalid answers, which is possible where the slot is asked for. */
function failures({ collect, failed }: CollectState, arriving: readonly Surroundings[]): Passing[] {
  const asked = arriving.flatMap((known) => asking(collect, known));
  return asked.map((known) => (failed === undefined ? { way: 'end', known } : { way: 'failed', to: failed, known }));
}

const asking = (slot: string, known: Surroundings): Surroundings[] =>
  (known.get(`slots.${slot}`) ?? anything).missing
    ? [new Map(known).set(`slots.${slot}`, { ...nothing, missing: true })]
    : [];

function choosingIn(flow: FlowDefinition, name: string, arriving: readonly Surroundings[]): Surroundings[] {
  return arriving.flatMap((known) => chosenFrom(flow, flow.states[name]!, known));
}

/** What is known where a state looks at its `next`. */
function chosenFrom(flow: FlowDefinition, state: StateDefinition, known: Surroundings): Surroundings[] {
  const silent = new Map(known).set('turns', turns(0, 0));
  if ('say' in state) return [silent];
  if ('prompt' in state) return assume(guardTree(state.until), new Map(known).set('turns', turns(1, Infinity)), 'true');
  if (!('collect' in state)) return [];
  const place = `slots.${state.collect}`;
  const filled = present(known.get(place) ?? anything);
  const passing = hasAny(filled) ? [new Map(silent).set(place, filled)] : [];
  const answered = asking(state.collect, known).flatMap((one) => {
    const values = valuesOf(flow.slots![state.collect]!.schema);
    const after = new Map(one).set(place, values).set('turns', turns(1, state.max_tries ?? 3));
    if (!hasAny(values)) return [];
    return rulesOf(state).reduce<Surroundings[]>(
      (alternatives, { when }) => alternatives.flatMap((one) => assume(guardTree(when), one, 'true')),
      [after],
    );
  });
  return [...passing, ...answered];
}

const hasAny = ({ bools, numbers, strings, other }: Abstract) =>
  bools.length > 0 || numbers !== undefined || strings !== undefined || other;
const turns = (low: number, high: number): Abstract => ({ ...nothing, numbers: rangeOf(low, high, true) });

function waysBy(next: Next, choosing: readonly Surroundings[]): Passing[] {
  let left = [...choosing];
  return transitionsOf(next).flatMap(({ when, to }, index) => {
    const tree = when === undefined ? undefined : guardTree(when);
    const taken = left.flatMap((known) => (tree ? assume(tree, known, 'true') : [known]));
    left = without(left, tree);
    return taken.map((known) => ({ way: index, to, known }));
  });
}

/** What is left for a transition by those before it. */
function leftOver(next: Next, index: number, choosing: readonly Surroundings[]): readonly Surroundings[] {
  return transitionsOf(next)
    .slice(0, index)
    .reduce((left, { when }) => without(left, when === undefined ? undefined : guardTree(when)), [...choosing]);
}

function without(left: readonly Surroundings[], tree: ASTNode | undefined): Surroundings[] {
  if (tree === undefined) return [];
  const rest = left.flatMap((known) => assumeNotTrue(tree, known));
  const distinct = [...new Map(rest.map((known) => [keyOf(known), known])).values()];
  return distinct.length > most.alternatives ? [distinct.reduce(joined)] : distinct;
}
